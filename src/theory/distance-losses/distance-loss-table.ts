/**
 * The losses that are none of the paper's family φ(Σψ(d²ᵢ − d²ᵢⱼ)) but losses of each anchor's distances: an entry each. On rows of
 * length 1, 1 − p and 1 − n are cosines.
 */
import type { LossParameter } from '../losses/loss-parameters.js';
import type { PairChoice } from './pair-layout.js';

/** A loss of distances that has a name. */
export interface DistanceLossEntry extends PairChoice {
  readonly title: string;
  /** Authors, year, and where the formula differs from what is usually said of it. */
  readonly source: string;
  readonly aliases?: readonly string[];
  /** By the name that a person gives them: `temperature`. */
  readonly parameters: Readonly<Record<string, LossParameter>>;
  /** The loss of one anchor. */
  readonly anchor: string;
  readonly sums?: Readonly<Record<string, string>>;
  /** The comparison of two rows; `euclidean` where it is left out. */
  readonly distance?: 'euclidean' | 'dot';
  /** Set where no gradient goes to rows that are not the anchor. */
  readonly keys?: 'held';
  /** Set where `alpha-cl inspect` looks at it unless other losses are asked for. */
  readonly isUsual?: true;
  /** Says which loss it is equal to, and up to what. */
  readonly relation?: string;
}

const TEMPERATURE = { symbol: 'tau', default: 0.5, range: 'positive' } as const;
const BOTH = { anchors: 'both', negatives: 'both' } as const;
const SAME = { anchors: 'both', negatives: 'same' } as const;
const ONE_WAY = { anchors: 'first', negatives: 'other' } as const;
const [WEIGHT, SHARPNESS] = [
  { symbol: 'gamma', default: 16, range: 'positive' },
  { symbol: 't', default: 2, range: 'positive' },
] as const;
const KOROMILAS = 'Koromilas, Bouritsas, Giannakopoulos, Nicolaou, Panagakis 2024, arXiv 2405.18045';

export const DISTANCE_LOSSES: Readonly<Record<string, DistanceLossEntry>> = {
  dclw: {
    title: 'DCLW',
    source:
      'Yeh, Hong, Hsu, Liu, Chen, LeCun 2022, arXiv 2110.06848: DCL with a weight for each positive, which carries gradient',
    aliases: ['weighted-dcl'],
    anchors: 'first',
    negatives: 'both',
    parameters: {
      temperature: { ...TEMPERATURE, default: 0.1 },
      sigma: { symbol: 'sigma', default: 0.5, range: 'positive' },
    },
    sums: { total: 'sum_anchors(exp(-p/sigma))' },
    anchor: '-(2 - N*exp(-p/sigma)/total)*(1 - p)/tau + log(sum(exp((1 - n)/tau)))',
  },
  debiased: {
    title: 'Debiased contrastive',
    source: 'Chuang, Robinson, Lin, Torralba, Jegelka 2020, arXiv 2007.00224, with the lower bound of their code',
    aliases: ['debiased-contrastive'],
    ...BOTH,
    parameters: { temperature: TEMPERATURE, tau_plus: { symbol: 'c', default: 0.1, range: 'share' } },
    anchor: 'log(1 + max((sum(exp((p - n)/tau)) - c*M)/(1 - c), M*exp((p - 2)/tau)))',
    relation: 'NT-Xent where tau_plus is 0',
  },
  hcl: {
    title: 'Hard negatives (HCL)',
    source: 'Robinson, Chuang, Sra, Jegelka 2021, arXiv 2010.04592, as their code has it: its weights carry gradient',
    aliases: ['hard-negatives', 'hardcl'],
    ...BOTH,
    parameters: {
      temperature: TEMPERATURE,
      beta: { symbol: 'beta', default: 1, range: 'non-negative' },
      tau_plus: { symbol: 'c', default: 0.1, range: 'share' },
    },
    sums: { hard: 'exp((1 + beta)*(p - n)/tau)', weights: 'exp(beta*(p - n)/tau)' },
    anchor: 'log(1 + max((M*hard/weights - c*M)/(1 - c), M*exp((p - 2)/tau)))',
    relation: 'debiased contrastive where beta is 0',
  },
  'hcl-detached': {
    title: 'Hard negatives, weights held',
    source:
      'Robinson, Chuang, Sra, Jegelka 2021, arXiv 2010.04592, with the weights of the negatives held fixed and no lower bound',
    ...BOTH,
    parameters: { temperature: TEMPERATURE, beta: { symbol: 'beta', default: 1, range: 'non-negative' } },
    sums: { weights: 'exp(-beta*n/tau)' },
    anchor: 'log(1 + sum(detach(M*exp(-beta*n/tau)/weights)*exp((p - n)/tau)))',
    relation: 'its weights α are those of NT-Xent at the temperature tau/(1 + beta), row by row',
  },
  adnce: {
    title: 'ADNCE',
    source:
      'Wu, Chen, Wu, Shi, Wang, He 2023, arXiv 2310.11048, as their code has it: a Gaussian of the cosine, held fixed',
    ...BOTH,
    parameters: {
      temperature: TEMPERATURE,
      mu: { symbol: 'mu', default: 0.7, range: 'finite' },
      sigma: { symbol: 'sigma', default: 1, range: 'positive' },
    },
    sums: { weights: 'exp(-(1 - n - mu)^2/(2*sigma^2))' },
    anchor: 'log(1 + sum(detach(M*exp(-(1 - n - mu)^2/(2*sigma^2))/weights)*exp((p - n)/tau)))',
  },
  rince: {
    title: 'RINCE',
    source: 'Chuang, Hjelm, Wang, Vineet, Joshi, Torralba, Jegelka, Song 2022, arXiv 2201.04309',
    aliases: ['robust-infonce'],
    ...BOTH,
    parameters: {
      temperature: TEMPERATURE,
      q: { symbol: 'q', default: 0.1, range: 'positive' },
      lambda: { symbol: 'lambda', default: 0.01, range: 'positive' },
    },
    anchor: '-exp(q*(1 - p)/tau)/q + (lambda*(exp((1 - p)/tau) + sum(exp((1 - n)/tau))))^q/q',
    relation: 'NT-Xent, up to a constant, as q goes to 0',
  },
  'rince-moco': {
    title: 'RINCE for MoCo',
    source:
      'Chuang, Hjelm, Wang, Vineet, Joshi, Torralba, Jegelka, Song 2022, arXiv 2201.04309: keys carry no gradient, factor 2τ',
    ...ONE_WAY,
    keys: 'held',
    parameters: {
      temperature: { ...TEMPERATURE, default: 1 },
      q: { symbol: 'q', default: 0.6, range: 'positive' },
      lambda: { symbol: 'lambda', default: 0.01, range: 'positive' },
    },
    anchor: '2*tau*(-exp(q*(1 - p)/tau)/q + (lambda*(exp((1 - p)/tau) + sum(exp((1 - n)/tau))))^q/q)',
  },
  sogclr: {
    title: 'SogCLR',
    source:
      'Yuan, Wu, Qiu, Du, Zhang, Zhou, Yang 2022, arXiv 2202.12387: each sample remembers a moving average of its sum',
    ...BOTH,
    parameters: {
      temperature: { ...TEMPERATURE, default: 0.1 },
      gamma: { symbol: 'gamma', default: 0.9, range: 'share' },
    },
    anchor: '2*(-(1 - p) + sum(detach(exp((1 - n)/tau)/average(sum(exp((1 - n)/tau))/M, gamma))*(1 - n))/M)',
    relation: 'on the first batch its gradient is 2τ times that of DCL',
  },
  dhel: {
    title: 'DHEL',
    source: `${KOROMILAS}: negatives of the same view alone`,
    ...SAME,
    parameters: { temperature: { ...TEMPERATURE, default: 0.3 } },
    anchor: '-(1 - p)/tau + 2*log(sum(exp((1 - n)/tau)))',
  },
  'dhel-one-view': {
    title: 'DHEL, one view',
    source: `${KOROMILAS}: negatives of the first view alone`,
    anchors: 'first',
    negatives: 'same',
    parameters: { temperature: { ...TEMPERATURE, default: 0.3 } },
    anchor: '-(1 - p)/tau + log(sum(exp((1 - n)/tau)))',
    relation: "DCL with negatives of the anchor's own view: the paper's family word for word",
  },
  kcl: {
    title: 'Kernel contrastive, Gaussian',
    source: KOROMILAS,
    aliases: ['kcl-gaussian'],
    ...SAME,
    parameters: { t: SHARPNESS, gamma: WEIGHT },
    anchor: '-2*exp(-2*t*p) + 2*gamma*sum(exp(-2*t*n))/M',
  },
  'kcl-log': {
    title: 'Kernel contrastive, logarithm',
    source: KOROMILAS,
    ...SAME,
    parameters: { t: SHARPNESS, gamma: WEIGHT },
    anchor: '2*log(1 + 2*t*p) - gamma*sum(log(1 + 2*t*n))/M',
  },
  'kcl-imq': {
    title: 'Kernel contrastive, inverse multiquadric',
    source: KOROMILAS,
    ...SAME,
    parameters: { t: SHARPNESS, gamma: WEIGHT },
    anchor: '-2*t/sqrt(t^2 + 2*p) + 2*gamma*sum(t/sqrt(t^2 + 2*n))/M',
  },
  'kcl-riesz': {
    title: 'Kernel contrastive, Riesz',
    source: `${KOROMILAS}, for t > 0; infinite where samples coincide`,
    ...SAME,
    parameters: { t: { ...SHARPNESS, default: 1 }, gamma: { ...WEIGHT, default: 2 } },
    anchor: '-2*(2*p)^(-t/2) + 2*gamma*sum((2*n)^(-t/2))/M',
  },
  'kcl-distance': {
    title: 'Kernel contrastive, power of the distance',
    source: `${KOROMILAS}: their Riesz kernel with a negative exponent −t`,
    ...SAME,
    parameters: { t: SHARPNESS, gamma: { ...WEIGHT, default: 2 } },
    anchor: '2*(2*p)^(t/2) - 2*gamma*sum((2*n)^(t/2))/M',
  },
  'kcl-gaussian-riesz': {
    title: 'Kernel contrastive, Gaussian and Riesz',
    source: `${KOROMILAS}, for t > 0: Riesz between samples, a Gaussian of sharpness 2 for the positive`,
    ...SAME,
    parameters: { t: { ...SHARPNESS, default: 1 }, gamma: { ...WEIGHT, default: 2 } },
    anchor: '-2*exp(-4*p) + 2*gamma*sum((2*n)^(-t/2))/M',
  },
  'kcl-gaussian-distance': {
    title: 'Kernel contrastive, Gaussian and power of the distance',
    source: `${KOROMILAS}: their Gaussian and Riesz kernels with a negative exponent −t`,
    ...SAME,
    parameters: { t: SHARPNESS, gamma: { ...WEIGHT, default: 2 } },
    anchor: '-2*exp(-4*p) - 2*gamma*sum((2*n)^(t/2))/M',
  },
  alignment: {
    title: 'Alignment',
    source: 'Wang, Isola 2020, arXiv 2005.10242; no negatives',
    aliases: ['align'],
    ...ONE_WAY,
    parameters: { alpha: { symbol: 'a', default: 2, range: 'positive' } },
    anchor: '(2*p)^(a/2)',
  },
  uniformity: {
    title: 'Uniformity',
    source: 'Wang, Isola 2020, arXiv 2005.10242: one sum over all pairs of the first view',
    aliases: ['uniform'],
    anchors: 'first',
    negatives: 'same',
    parameters: { t: SHARPNESS },
    anchor: 'log(sum_pairs(exp(-2*t*n))/(N*M))',
  },
  'alignment-uniformity': {
    title: 'Alignment and uniformity',
    source: 'Wang, Isola 2020, arXiv 2005.10242, with the weights of their STL-10 example',
    aliases: ['align-uniform', 'alignment+uniformity'],
    ...SAME,
    parameters: {
      alpha: { symbol: 'a', default: 2, range: 'positive' },
      t: SHARPNESS,
      align_weight: { symbol: 'wa', default: 1, range: 'non-negative' },
      uniform_weight: { symbol: 'wu', default: 1, range: 'non-negative' },
    },
    anchor: 'wa*(2*p)^(a/2) + wu*log(sum_pairs(exp(-2*t*n))/(N*M))',
  },
  siglip: {
    title: 'SigLIP',
    source:
      'Zhai, Mustafa, Kolesnikov, Beyer 2023, arXiv 2303.15343; the scale and bias that are learnt there are given here',
    aliases: ['sigmoid-loss'],
    ...ONE_WAY,
    parameters: {
      scale: { symbol: 't', default: 10, range: 'positive' },
      bias: { symbol: 'b', default: -10, range: 'finite' },
    },
    anchor: 'softplus(-(t*(1 - p) + b)) + sum(softplus(t*(1 - n) + b))',
    isUsual: true,
  },
  clip: {
    title: 'CLIP',
    source: 'Radford, Kim, Hallacy, Ramesh et al. 2021, arXiv 2103.00020; the scale that is learnt there is given here',
    anchors: 'both',
    negatives: 'other',
    parameters: { scale: { symbol: 't', default: 100 / 7, range: 'positive' } },
    anchor: 'log(1 + sum(exp(t*(p - n))))',
    relation: 'NT-Xent at the temperature 1/scale with negatives of the other view alone',
  },
  supcon: {
    title: 'Supervised contrastive (SupCon)',
    source:
      'Khosla, Teterwak, Wang, Sarna, Tian, Isola, Maschinot, Liu, Krishnan 2020, arXiv 2004.11362: the mean over positives outside the logarithm',
    ...BOTH,
    parameters: {
      temperature: { ...TEMPERATURE, default: 0.07 },
      base_temperature: { symbol: 'base', default: 0.07, range: 'positive' },
    },
    anchor: 'tau/base*(-(1 - p)/tau + log(sum_positives(exp((1 - p)/tau)) + sum(exp((1 - n)/tau))))',
    relation: 'NT-Xent times temperature/base_temperature where every sample has a label of its own',
  },
  spectral: {
    title: 'Spectral contrastive',
    source: 'HaoChen, Wei, Gaidon, Ma 2021, arXiv 2106.04156; rows are given as they are, in the ball of radius √mu',
    ...ONE_WAY,
    distance: 'dot',
    parameters: { mu: { symbol: 'mu', default: 1, range: 'positive' } },
    anchor: '(-2*(1 - p) + sum((1 - n)^2)/M)/mu',
  },
  'f-micl-kl': {
    title: 'f-MICL, Kullback–Leibler',
    source:
      'Lu, Zhang, Sun, Guo, Yu 2023, "f-MICL: Understanding and Generalizing InfoNCE-based Contrastive Learning", up to a constant',
    aliases: ['f-micl'],
    ...BOTH,
    parameters: { temperature: TEMPERATURE },
    anchor: 'p/tau + sum(exp(-n/tau))/M',
  },
  'f-micl-pearson': {
    title: 'f-MICL, Pearson χ²',
    source:
      'Lu, Zhang, Sun, Guo, Yu 2023, "f-MICL: Understanding and Generalizing InfoNCE-based Contrastive Learning", up to a constant',
    ...BOTH,
    parameters: { temperature: TEMPERATURE },
    anchor: '-2*exp(-p/tau) + sum(exp(-2*n/tau))/M',
  },
  'multiple-negatives-ranking': {
    title: 'Multiple negatives ranking',
    source: 'Henderson, Al-Rfou, Strope et al. 2017, arXiv 1705.00652, with cosines as in Sentence Transformers',
    aliases: ['mnr', 'mnrl', 'in-batch-negatives'],
    ...ONE_WAY,
    parameters: { scale: { symbol: 't', default: 20, range: 'positive' } },
    anchor: 'log(1 + sum(exp(t*(p - n))))',
    relation: 'one direction of CLIP',
  },
  circle: {
    title: 'Circle loss',
    source: 'Sun, Cheng, Zhang, Zhang, Zheng, Wang, Wei 2020, arXiv 2002.10857: weights of pairs held fixed',
    aliases: ['circle-loss'],
    ...BOTH,
    parameters: {
      margin: { symbol: 'm', default: 0.25, range: 'finite' },
      scale: { symbol: 'g', default: 32, range: 'positive' },
    },
    anchor:
      'log(1 + sum(exp(g*detach(max(0, 1 - n + m))*(1 - n - m)))*sum_positives(exp(-g*detach(max(0, m + p))*(m - p))))',
  },
  'multi-similarity': {
    title: 'Multi-similarity',
    source: 'Wang, Han, Huang, Dong, Scott 2019, arXiv 1904.06627, without the choice of pairs',
    aliases: ['ms-loss'],
    ...BOTH,
    parameters: {
      positive_scale: { symbol: 'a', default: 2, range: 'positive' },
      negative_scale: { symbol: 'b', default: 50, range: 'positive' },
      threshold: { symbol: 'lambda', default: 0.5, range: 'finite' },
    },
    anchor: 'log(1 + sum_positives(exp(-a*(1 - p - lambda))))/a + log(1 + sum(exp(b*(1 - n - lambda))))/b',
  },
};
