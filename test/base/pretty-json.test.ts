import { assert, jsonValue, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prettyJson } from '../../src/base/pretty-json.js';

describe('prettyJson', () => {
  it('says the same as JSON.stringify', () => {
    assert(
      property(jsonValue(), (value) => {
        expect(JSON.stringify(JSON.parse(prettyJson(value)))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('breaks lines only where a value is longer than a line', () => {
    const rows = Array.from({ length: 12 }, (_, x) => ({ x, y: [x, x * x] }));
    const lines = prettyJson({ values: rows, absent: undefined }).split('\n');
    expect(lines).toHaveLength(12 + 4);
    expect(lines[2]).toBe('    {"x":0,"y":[0,0]},');
  });
});
