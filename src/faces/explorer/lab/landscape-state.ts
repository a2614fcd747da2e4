/** The state of the energy landscape, as its address stores it. */
import { chosenByName, chosenOf, isLoss, queryOf, startingNames, type ChosenLoss } from './chosen.js';
import { PLAYERS, type Players, type WalkChoice } from './walk.js';

export interface LandscapeState extends WalkChoice {
  /** Number of moves made, of both players together. */
  readonly move: number;
}

/** The start, from which the players reach the maximum. */
const USUAL = {
  seed: 3,
  augmentation: 0.6,
  longitude: 60,
  latitude: -40,
  players: 'descent',
  step: 0.05,
  move: 0,
} as const;

/** Walks with different endings, by what happens. */
export const EXAMPLES = {
  'The maximum is reached': {},
  'The path stops at a saddle': { seed: 1, longitude: -120, latitude: -35 },
  'Best responses cycle for ever': { seed: 1, longitude: -120, latitude: -35, players: 'exact' },
  'Averaged answers do not cycle': { seed: 1, longitude: -120, latitude: -35, players: 'averaged' },
} as const satisfies Readonly<Record<string, Partial<LandscapeState>>>;

/** Returns the state of an example. */
export function exampleState(name: keyof typeof EXAMPLES): LandscapeState {
  return { ...landscapeState(new URLSearchParams()), ...EXAMPLES[name] };
}

export function landscapeQuery(state: LandscapeState): Record<string, string> {
  const { loss, players, ...numbers } = state;
  const changed = Object.entries(numbers).filter(([name, value]) => value !== USUAL[name as keyof typeof numbers]);
  return {
    ...queryOf('loss', loss),
    ...Object.fromEntries(changed.map(([name, value]) => [name, String(value)])),
    ...(players !== USUAL.players && { players }),
  };
}

/** Reads the state from an address; missing and invalid values are replaced by the initial ones. */
export function landscapeState(query: URLSearchParams): LandscapeState {
  const chosen = chosenOf(query, 'loss');
  const within = (name: 'augmentation' | 'longitude' | 'latitude' | 'step', least: number, most: number): number => {
    const value = Number(query.get(name) ?? USUAL[name]);
    return value >= least && value <= most ? value : USUAL[name];
  };
  const whole = (name: 'seed' | 'move'): number => {
    const value = Number(query.get(name) ?? USUAL[name]);
    return Number.isSafeInteger(value) && value >= 0 ? value : USUAL[name];
  };
  return {
    loss: chosen !== undefined && isLoss(chosen) ? chosen : startingLoss(),
    seed: whole('seed'),
    augmentation: within('augmentation', 0, 2),
    longitude: within('longitude', -180, 180),
    latitude: within('latitude', -90, 90),
    players: playersOf(query.get('players')),
    step: within('step', 0, 10),
    move: whole('move'),
  };
}

function playersOf(name: string | null): Players {
  return PLAYERS.find((players) => players === name) ?? USUAL.players;
}

function startingLoss(): ChosenLoss {
  return chosenByName(startingNames()[0] ?? '') as ChosenLoss;
}
