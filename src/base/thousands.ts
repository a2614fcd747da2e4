const FORMAT = new Intl.NumberFormat('en-US');

/** Formats a number with grouped thousands: 30729999 ↦ `30,729,999`. */
export function thousands(count: number): string {
  return FORMAT.format(count);
}

/** Writes a count with its noun: `1 run`, `2,000 runs`. @param noun singular, with a plural in s */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}
