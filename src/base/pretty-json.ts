/** JSON for people to read and compare: indented, but a value that fits on a line stays on it. */

const LINE = 100;

/** Formats a value as JSON. @param indent the spaces before this value */
export function prettyJson(value: unknown, indent = ''): string {
  const line = JSON.stringify(value) ?? 'null';
  if (indent.length + line.length <= LINE || typeof value !== 'object' || value === null) return line;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((entry) => deeper + prettyJson(entry, deeper)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .map(([key, entry]) => `${deeper}${JSON.stringify(key)}: ${prettyJson(entry, deeper)}`);
  return `{\n${members.join(',\n')}\n${indent}}`;
}
