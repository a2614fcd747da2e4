/** The authors' experiment on two-layer networks (section 4): do the hidden neurons specialise on the components of the data? */
import { defineExperiment } from '../experiment.js';
import { cellsOf } from './configuration.js';
import { train } from './training.js';

export const reluSpecialisation = defineExperiment({
  id: 'relu-specialisation',
  title: 'Specialisation of hidden neurons',
  source: 'section 4 of the paper, the experiment on two-layer networks',
  setting: '',
  cells: cellsOf,
  run: train,
  figures: () => [],
  table: () => '',
});
