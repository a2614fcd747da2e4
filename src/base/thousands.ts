/** Formats a whole number with grouped thousands: 30729999 ↦ `30,729,999`. Intl does the same, and takes 10 ms to load. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Writes a count with its noun: `1 run`, `2,000 runs`. @param noun singular, with a plural in s */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}
