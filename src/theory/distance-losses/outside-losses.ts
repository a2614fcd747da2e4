/** Objectives that people take for losses of distances and that are none: an entry each, with the nearest statement that holds. */
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import type { Values } from '../formula/straight-line.js';
import { valuesOf, type LossParameter } from '../losses/loss-parameters.js';
import { sameName } from '../losses/named-losses.js';
import type { ColumnFormulae } from './column-loss.js';

/** An objective that no loss of distances is. */
interface OutsideLoss {
  readonly title: string;
  /** Authors and year. */
  readonly source: string;
  readonly aliases?: readonly string[];
  /** The reason, after "because". */
  readonly because: string;
  /** What holds of it, and the loss here that is nearest. */
  readonly nearest: string;
  /** Its formulae, where it is one of the columns of a batch. */
  readonly columns?: {
    /** By the name that a person gives them. */
    readonly parameters: Readonly<Record<string, LossParameter>>;
  } & Pick<ColumnFormulae, 'column' | 'pair'>;
}

const COEFFICIENT = { default: 25, range: 'non-negative' } as const;
/** The correlation of column k of one view with column l of the other, as the authors standardise. */
const CORRELATION = 'x/sqrt((va + 1e-5)*(vb + 1e-5))';

export const OUTSIDE_LOSSES: Readonly<Record<string, OutsideLoss>> = {
  vicreg: {
    title: 'VICReg',
    source: 'Bardes, Ponce, LeCun 2022, arXiv 2105.04906',
    because: 'its variance and covariance terms are of the columns of a batch, not of distances of its rows',
    nearest:
      'its invariance term is alignment with alpha=2, and ‖ZᵀZ‖² = ‖ZZᵀ‖² makes its covariances a sum over pairs, as in spectral',
    columns: {
      parameters: {
        sim_coeff: { symbol: 'sim', ...COEFFICIENT },
        std_coeff: { symbol: 'std', ...COEFFICIENT },
        cov_coeff: { symbol: 'cov', ...COEFFICIENT, default: 1 },
      },
      column: `(sim*gap + std*(${['va', 'vb'].map((v) => `max(0, 1 - sqrt(${v}*N/(N - 1) + 1e-4))`).join(' + ')})/2)/d`,
      pair: 'cov*(ca^2 + cb^2)*(N/(N - 1))^2/d',
    },
  },
  'barlow-twins': {
    title: 'Barlow Twins',
    source: 'Zbontar, Jing, Misra, LeCun, Deny 2021, arXiv 2103.03230',
    aliases: ['barlow', 'bt'],
    because: 'it is of the correlations of columns, each standardised over the batch, not of distances of rows',
    nearest:
      '‖AᵀB‖² = Σᵢⱼ (aᵢ·aⱼ)(bᵢ·bⱼ) makes the sum of its squared correlations one over pairs of rows; spectral sums squares of one product',
    columns: {
      parameters: { lambd: { symbol: 'lambd', default: 0.0051, range: 'non-negative' } },
      column: `(${CORRELATION} - 1)^2`,
      pair: `lambd*(${CORRELATION})^2`,
    },
  },
  byol: {
    title: 'BYOL',
    source: 'Grill, Strub, Altché, Tallec, Richemond et al. 2020, arXiv 2006.07733',
    because: 'it has no negatives, and compares a predictor with another network, a moving average',
    nearest: 'for a given target it is alignment with alpha=2, for which α is 0',
  },
  simsiam: {
    title: 'SimSiam',
    source: 'Chen, He 2021, arXiv 2011.10566',
    because: 'it has no negatives, and compares a predictor with rows that are held fixed',
    nearest: 'for a given target it is alignment with alpha=2, up to factor and constant, for which α is 0',
  },
  dino: {
    title: 'DINO',
    source: 'Caron, Touvron, Misra, Jégou, Mairal, Bojanowski, Joulin 2021, arXiv 2104.14294',
    aliases: ['dinov2'],
    because: 'it compares distributions over the outputs of two networks, not distances between rows of a batch',
    nearest: 'it has no negatives, and so no α; alignment attracts the two views of a sample',
  },
  swav: {
    title: 'SwAV',
    source: 'Caron, Misra, Mairal, Goyal, Bojanowski, Joulin 2020, arXiv 2006.09882',
    because: 'it compares rows with prototypes that are learnt, not with each other',
    nearest: 'it has no negatives among the rows, and so no α; alignment attracts the two views of a sample',
  },
  moco: {
    title: 'MoCo',
    source: 'He, Fan, Wu, Xie, Girshick 2020, arXiv 1911.05722',
    aliases: ['moco-v2', 'moco-queue'],
    because: 'its negatives come from a queue of earlier batches, which another network encoded',
    nearest:
      'with the keys of the batch in place of the queue it is multiple-negatives-ranking with scale = 1/temperature, keys held',
  },
};

/**
 * Makes the error for a name that no loss has: why it is outside, where that is known, else the names that there are.
 *
 * @param known every valid name
 * @example
 * unknownLoss('BYOL', ['infonce']).message; // 'BYOL is outside, because it has no negatives, and compares a predictor with another network, a moving average; nearest: for a given target it is alignment with alpha=2, for which α is 0'
 */
export function unknownLoss(typed: string, known: readonly string[]): InvalidInput {
  const found = typeof typed === 'string' ? outsideLoss(typed) : undefined;
  if (found === undefined) return unknownName('loss', typed, known);
  return new InvalidInput(`${found.title} is outside, because ${found.because}; nearest: ${found.nearest}`);
}

/**
 * Returns the formulae of an objective of columns, by its name or by another that people type, with values for its parameters.
 *
 * @param parameters by name or by symbol; those left out take their defaults
 * @returns name, title, source and formulae; undefined where no objective of columns has the name
 * @throws InvalidInput on an unknown parameter, one that is given twice, or a value outside its range
 * @example
 * columnObjective('Barlow Twins', { lambd: 0.01 })?.formulae.parameters; // { lambd: 0.01 }
 * columnObjective('siglip'); // undefined
 */
export function columnObjective(
  typed: string,
  parameters: Readonly<Record<string, number>> = {},
): (Pick<OutsideLoss, 'title' | 'source'> & { readonly name: string; readonly formulae: ColumnFormulae }) | undefined {
  const found = outsideLoss(typed);
  if (found?.columns === undefined) return undefined;
  const { name, title, source, columns } = found;
  const values = valuesOf({ name, parameters: columns.parameters }, parameters);
  const bySymbol = Object.entries(columns.parameters).map(([key, { symbol }]) => [symbol, values[key] as number]);
  const { column, pair } = columns;
  return { name, title, source, formulae: { column, pair, parameters: Object.fromEntries(bySymbol) as Values } };
}

function outsideLoss(typed: string): (OutsideLoss & { readonly name: string }) | undefined {
  const found = Object.entries(OUTSIDE_LOSSES).find(([name, { aliases = [] }]) =>
    [name, ...aliases].some((one) => sameName(one, typed)),
  );
  return found === undefined ? undefined : { name: found[0], ...found[1] };
}
