/** Replacer for `JSON.stringify`: JSON has no ∞, which would become null. */
export function infiniteAsText(_key: string, value: unknown): unknown {
  return value === Infinity ? '∞' : value === -Infinity ? '−∞' : value;
}
