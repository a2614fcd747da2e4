/** The state of the loss atlas, as its address stores it. */
import { chosenByName, chosenOf, queryOf, startingNames, type Chosen } from './chosen.js';

export interface AtlasState {
  /** The curves, from 1 to MOST_CURVES of them. */
  readonly curves: readonly Chosen[];
  /** Squared distance d²ᵢ of the anchor's own second view, 0..2, for losses. */
  readonly own: number;
  readonly scale: 'linear' | 'log';
}

export const MOST_CURVES = 3;
/** The usual d²ᵢ, as in analyses. */
export const USUAL_OWN = 0.5;
const KEYS = ['1', '2', '3'] as const;

export function atlasQuery({ curves, own, scale }: AtlasState): Record<string, string> {
  const chosen = curves.map((curve, k) => queryOf(KEYS[k] ?? '', curve));
  return Object.assign({}, ...chosen, {
    ...(own !== USUAL_OWN && { own: String(own) }),
    ...(scale === 'log' && { scale }),
  }) as Record<string, string>;
}

/** Reads the state from an address; missing and invalid values are replaced by the initial ones. */
export function atlasState(query: URLSearchParams): AtlasState {
  const curves = KEYS.flatMap((key) => chosenOf(query, key) ?? []);
  const own = Number(query.get('own') ?? USUAL_OWN);
  return {
    curves: curves.length > 0 ? curves : startingCurves(),
    own: own >= 0 && own <= 2 ? own : USUAL_OWN,
    scale: query.get('scale') === 'log' ? 'log' : 'linear',
  };
}

/** Returns the initial curves: weights that fall with distance and weights that do not. */
function startingCurves(): Chosen[] {
  return startingNames().flatMap((name) => chosenByName(name) ?? []);
}
