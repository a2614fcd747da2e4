/** Fields, marks and views of which figures are made. Each is plain Vega-Lite, and mixes with Vega-Lite written by hand. */
import type { TopLevelSpec } from 'vega-lite';

type Unit = Extract<TopLevelSpec, { mark: unknown }>;
type Layered = Extract<TopLevelSpec, { layer: unknown }>;
type Encoding = NonNullable<Unit['encoding']>;
type MarkDefinition = Exclude<Unit['mark'], string>;

/** The type that Vega-Lite gives an option of a channel. */
type Option<Channel extends keyof Encoding, Name extends string> = OptionOf<NonNullable<Encoding[Channel]>, Name>;
type OptionOf<Definition, Name extends string> = Definition extends { [N in Name]?: unknown }
  ? Name extends keyof Definition
    ? Exclude<Definition[Name], undefined>
    : never
  : never;

/** Options of a field, by the names of Vega-Lite. */
export interface FieldOptions {
  readonly axis?: Option<'x', 'axis'>;
  readonly scale?: Option<'x', 'scale'>;
  readonly legend?: Option<'color', 'legend'>;
  readonly header?: Option<'facet', 'header'>;
  readonly sort?: Option<'facet', 'sort'>;
}

/** A field as a channel takes it. */
interface Field<Type extends string> extends FieldOptions {
  readonly field: string;
  readonly type: Type;
  readonly title?: string | null;
}

/** Encodes numbers. @param title of the axis or legend: null for none; left out, it is the name of the field */
export function quantitative(name: string, title?: string | null, options?: FieldOptions): Field<'quantitative'> {
  return fieldOf('quantitative', name, title, options);
}

/** Encodes values that have no order. */
export function nominal(name: string, title?: string | null, options?: FieldOptions): Field<'nominal'> {
  return fieldOf('nominal', name, title, options);
}

/** Encodes values that have an order and no distances. */
export function ordinal(name: string, title?: string | null, options?: FieldOptions): Field<'ordinal'> {
  return fieldOf('ordinal', name, title, options);
}

/** Encodes values that explain themselves: without a title, in the order of the data. */
export function category(name: string, options?: FieldOptions): Field<'nominal'> {
  return nominal(name, null, { sort: null, ...options });
}

/** Encodes positive numbers on a logarithmic scale. @param options ticks: about so many (default 6); domain: both ends */
export function logarithmic(
  name: string,
  title: string,
  { ticks = 6, domain }: { readonly ticks?: number; readonly domain?: number[] } = {},
): Field<'quantitative'> {
  const scale = { type: 'log', ...(domain !== undefined && { domain }) } as const;
  return quantitative(name, title, { scale, axis: { format: '.0e', tickCount: ticks } });
}

function fieldOf<Type extends string>(
  type: Type,
  name: string,
  title: string | null | undefined,
  options: FieldOptions = {},
): Field<Type> {
  return { field: escaped(name), type, ...(title !== undefined && { title }), ...options };
}

/** Keeps Vega-Lite from reading dots, brackets and quotes in a name as a path into nested objects. */
function escaped(name: string): string {
  return name.replaceAll(/[.[\]'"]/g, String.raw`\$&`);
}

/** The options of a mark, by the names of Vega-Lite. */
type Look<Type> = LookOf<MarkDefinition, Type>;
type LookOf<Definition, Type> = Definition extends { type: infer Own }
  ? Type extends Own
    ? Omit<Definition, 'type'>
    : never
  : never;

/** Defines a mark: `mark('line', { strokeWidth: 2 })`. */
export function mark<Type extends MarkDefinition['type']>(type: Type, look?: Look<Type>): MarkDefinition {
  return { type, ...look } as MarkDefinition;
}

/** The surroundings of a mark or of layers; `values` stands for `data: { values }`. */
interface Frame extends Partial<Pick<Unit, 'title' | 'width' | 'height' | 'data' | 'transform'>> {
  readonly values?: readonly object[];
}

type WithData = Frame & ({ readonly values: readonly object[] } | Pick<Unit, 'data'>);

/** A mark and what it encodes. */
interface Layer {
  readonly mark: MarkDefinition;
  readonly encoding: Encoding;
}

/**
 * Makes a view of one mark: a whole figure, a panel of one, or a layer with data of its own.
 *
 * @example
 *   view({ width: 460, height: 280, values }, mark('line', { strokeWidth: 2 }), {
 *     x: quantitative('weight', 'weight of the pair, α'),
 *     y: logarithmic('regulariser', '−R(α)'),
 *     color: category('loss'),
 *   });
 */
export function view(frame: WithData, drawn: MarkDefinition, encoding: Encoding): Layer & Pick<Unit, 'data'>;
export function view(frame: Frame, drawn: MarkDefinition, encoding: Encoding): Layer;
export function view(frame: Frame, drawn: MarkDefinition, encoding: Encoding): Layer {
  return { ...framed(frame), mark: drawn, encoding };
}

/** Makes a view of several marks; later ones lie above earlier ones. */
export function layered(frame: Frame, layers: Layered['layer']): Layered {
  return { ...framed(frame), layer: layers };
}

/** Makes a layer on the data of the view around it. */
export function layer(drawn: MarkDefinition, encoding: Encoding): Layer {
  return { mark: drawn, encoding };
}

function framed({ values, ...rest }: Frame): Omit<Frame, 'values'> {
  return { ...rest, ...(values !== undefined && { data: { values } }) };
}

/** Makes a layer with one dashed line through the whole view: `ruleAt({ y: 0 })`. */
export function ruleAt(place: { readonly x: number } | { readonly y: number }): Layer {
  const encoding = 'x' in place ? { x: { datum: place.x } } : { y: { datum: place.y } };
  // One row of data, so that the line is drawn once.
  return view({ values: [{}] }, mark('rule', { strokeDash: [4, 3] }), encoding);
}

/** Makes a layer with a dashed line on which two fields of the view are equal. @param ends smallest and largest value */
export function diagonal(
  [x, y]: readonly [string, string],
  ends: readonly [number, number],
  look: Look<'line'>,
): Layer {
  const values = ends.map((end) => ({ [x]: end, [y]: end }));
  return view({ values }, mark('line', { strokeDash: [4, 3], ...look }), { x: quantitative(x), y: quantitative(y) });
}
