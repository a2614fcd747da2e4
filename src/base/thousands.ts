const FORMAT = new Intl.NumberFormat('en-US');

/** 30729999 ↦ `30,729,999`. */
export function thousands(count: number): string {
  return FORMAT.format(count);
}

/** `1 run`, `2,000 runs`. @param noun whose plural is made with an s */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}
