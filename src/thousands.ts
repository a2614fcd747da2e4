const FORMAT = new Intl.NumberFormat('en-US');

/** 30729999 ↦ `30,729,999`. */
export function thousands(count: number): string {
  return FORMAT.format(count);
}
