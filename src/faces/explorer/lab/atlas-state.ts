/** What the loss atlas shows, as it stands in its address. */
import { chosenByName, chosenOf, queryOf, type Chosen } from './chosen.js';

export interface AtlasState {
  /** One to MOST_CURVES. */
  readonly curves: readonly Chosen[];
  /** d²ᵢ of the anchor's own second view, for losses. */
  readonly own: number;
  readonly scale: 'linear' | 'log';
}

export const MOST_CURVES = 3;
const USUAL_OWN = 0.5;
const KEYS = ['1', '2', '3'] as const;

export function atlasQuery({ curves, own, scale }: AtlasState): Record<string, string> {
  const chosen = curves.map((curve, k) => queryOf(KEYS[k] ?? '', curve));
  return Object.assign({}, ...chosen, {
    ...(own !== USUAL_OWN && { own: String(own) }),
    ...(scale === 'log' && { scale }),
  }) as Record<string, string>;
}

/** What an address leaves out, or has wrong, is as at the start. */
export function atlasState(query: URLSearchParams): AtlasState {
  const curves = KEYS.flatMap((key) => chosenOf(query, key) ?? []);
  const own = Number(query.get('own') ?? USUAL_OWN);
  return {
    curves: curves.length > 0 ? curves : startingCurves(),
    own: own >= 0 && own <= 2 ? own : USUAL_OWN,
    scale: query.get('scale') === 'log' ? 'log' : 'linear',
  };
}

/** What is compared at first: weights that fall and weights that do not. */
function startingCurves(): Chosen[] {
  return ['infonce', 'triplet', 'direct'].flatMap((name) => chosenByName(name) ?? []);
}
