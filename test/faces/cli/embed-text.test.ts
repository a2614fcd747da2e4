import { expect, it } from 'vitest';
import { embeddedText } from '../../../src/faces/cli/embed-command.js';

it('alpha-cl embed names the output that it took, and the others', () => {
  const embedded = { files: ['z.npz'], images: 'pets', rows: 2, columns: 3, views: 1, labels: true } as const;
  const text = (outputs: readonly string[]): string =>
    embeddedText({ ...embedded, preprocessing: '8 × 8 RGB', output: 'features', outputs });
  expect(text(['features'])).toMatch(/\nOutput of the encoder: features\n$/);
  expect(text(['features', 'embedding'])).toMatch(/features; --output takes embedding instead\n$/);
});
