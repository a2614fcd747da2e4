/** A commutative ring with ½, so that one formula runs over a field and over the dual numbers on it. */
export interface Ring<Element> {
  readonly zero: Element;
  readonly one: Element;
  /** The element with 2·half = one. */
  readonly half: Element;
  readonly add: (a: Element, b: Element) => Element;
  readonly subtract: (a: Element, b: Element) => Element;
  readonly multiply: (a: Element, b: Element) => Element;
  readonly equal: (a: Element, b: Element) => boolean;
  /** Returns n·1, for an integer n of any size and sign. */
  readonly fromInteger: (n: number | bigint) => Element;
}
