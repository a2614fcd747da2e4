import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonFault } from '../../src/base/schema-fault.js';

const SCHEMA = z.object({ id: z.string(), runs: z.array(z.object({ seed: z.int().min(0) })) });

function faultOf(text: string): string {
  try {
    SCHEMA.parse(JSON.parse(text));
  } catch (error) {
    return jsonFault(error);
  }
  return 'none';
}

describe('jsonFault', () => {
  it.each([
    ['{"id": "a", "runs": [{"seed": 1}]}', 'none'],
    ['{"runs": []}', 'id is missing: expected string'],
    ['{"id": "a", "runs": [{"seed": 1}, {}]}', 'runs[1].seed is missing: expected number'],
    ['{"id": 3, "runs": []}', 'id: Invalid input: expected string, received number'],
    ['[]', 'Invalid input: expected object, received array'],
  ])('of %s: %s', (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  it('tells that a text is no JSON', () => {
    expect(faultOf('{')).toMatch(/JSON/);
  });
});
