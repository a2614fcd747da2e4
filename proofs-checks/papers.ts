/** The papers whose statements are checked. A claim names one of them as its source, or is derived here. */
import type { Paper } from '../src/claims/source.js';

/** Tian (2022): contrastive learning as a game of a max player and a min player. */
export const TIAN_2022: Paper = {
  title: 'Understanding Deep Contrastive Learning via Coordinate-wise Optimization',
  authors: ['Yuandong Tian'],
  year: 2022,
  identifier: 'arXiv:2201.12680',
};

/** Nakada et al. (2023): two linear encoders, of two modalities, and the singular vectors of their cross-covariance. */
export const NAKADA_2023: Paper = {
  title: 'Understanding Multimodal Contrastive Learning and Incorporating Unpaired Data',
  authors: ['Ryumei Nakada', 'Halil Ibrahim Gulluk', 'Zhun Deng', 'Wenlong Ji', 'James Zou', 'Linjun Zhang'],
  year: 2023,
  identifier: 'arXiv:2302.06232',
};
