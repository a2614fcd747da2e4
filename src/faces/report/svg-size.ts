/** The size at which a drawing was made, in pixels. */

/** Returns the size that an SVG names. */
export function svgSize(svg: string): { readonly width: number; readonly height: number } {
  const [, width = '600', height = '400'] = /<svg [^>]*?\bwidth="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}
