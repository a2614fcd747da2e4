/** The papers whose statements are checked. A claim names one of them as its source, or is derived here. */
import type { Paper } from '../src/claims/source.js';

/** Tian (2022): contrastive learning as a game of a max player and a min player. */
export const TIAN_2022: Paper = {
  title: 'Understanding Deep Contrastive Learning via Coordinate-wise Optimization',
  authors: ['Yuandong Tian'],
  year: 2022,
  identifier: 'arXiv:2201.12680',
};

/** Wang and Isola (2020): the limit of many negatives, alignment and uniformity. */
export const WANG_2020: Paper = {
  title: 'Understanding Contrastive Representation Learning through Alignment and Uniformity on the Hypersphere',
  authors: ['Tongzhou Wang', 'Phillip Isola'],
  year: 2020,
  identifier: 'arXiv:2005.10242',
};

/** Tian (2023): the follow-up on nonlinearity, in which the importance has the structure of a kernel. */
export const TIAN_2023: Paper = {
  title: 'Understanding the Role of Nonlinearity in Training Dynamics of Contrastive Learning',
  authors: ['Yuandong Tian'],
  year: 2023,
  identifier: 'arXiv:2206.01342',
};

/** Nakada et al. (2023): two linear encoders, of two modalities, and the singular vectors of their cross-covariance. */
export const NAKADA_2023: Paper = {
  title: 'Understanding Multimodal Contrastive Learning and Incorporating Unpaired Data',
  authors: ['Ryumei Nakada', 'Halil Ibrahim Gulluk', 'Zhun Deng', 'Wenlong Ji', 'James Zou', 'Linjun Zhang'],
  year: 2023,
  identifier: 'arXiv:2302.06232',
};

/** Jing et al. (2022): why contrastive learning loses dimensions, by strong augmentation and by depth. */
export const JING_2022: Paper = {
  title: 'Understanding Dimensional Collapse in Contrastive Self-supervised Learning',
  authors: ['Li Jing', 'Pascal Vincent', 'Yann LeCun', 'Yuandong Tian'],
  year: 2022,
  identifier: 'arXiv:2110.09348',
};
