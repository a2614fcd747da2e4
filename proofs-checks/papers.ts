/** The papers whose statements are checked. A claim names one of them as its source, or is derived here. */
import type { Paper } from '../src/claims/source.js';

/** Tian (2022): contrastive learning as a game of a max player and a min player. */
export const TIAN_2022: Paper = {
  title: 'Understanding Deep Contrastive Learning via Coordinate-wise Optimization',
  authors: ['Yuandong Tian'],
  year: 2022,
  identifier: 'arXiv:2201.12680',
};
