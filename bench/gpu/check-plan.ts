/** The two calls of `gpu-check`: their checks in order, each with the seconds that it may take, and the sizes that they have. */

/** The calls by name. */
export const CALLS = ['first', 'second'] as const;
export type Call = (typeof CALLS)[number];

/** The seconds that each call may take as a whole: together they leave a minute of twelve. */
export const CALL_LIMITS: Readonly<Record<Call, number>> = { first: 300, second: 400 };

/** The seconds of a call that are left for unpacking its set of files. */
export const UNPACKING = 30;

/** The checks and the losses of cells, with the seconds that each may take. */
export const PLAN = {
  first: {
    engines: 25,
    golden: 40,
    steps: 75,
    'steps-of-pytorch': 35,
    'compiled-steps-of-pytorch': 45,
    epoch: 50,
  },
  second: {
    'cell-alpha-cl-direct': 135,
    'cell-infonce': 135,
    'compiled-steps': 100,
  },
} as const satisfies Record<Call, Readonly<Record<string, number>>>;

export type CheckName = keyof (typeof PLAN)['first'] | keyof (typeof PLAN)['second'];

/** The seconds of a cell in which it trains; in the others programs start and the run is evaluated. */
export const TRAINING_SECONDS = 70;

/** The sizes of the checks. */
export interface Sizes {
  readonly models: readonly ('resnet18' | 'resnet50' | 'tiny')[];
  /** The pairs of a step, the largest first: what time cuts off is the least telling. */
  readonly pairs: readonly number[];
  readonly precisions: readonly ('bfloat16' | 'tf32' | 'float32')[];
  readonly steps: number;
  /** The golden cases that are tried, from the first. */
  readonly goldenCases: number;
  readonly epoch: {
    readonly model: string;
    readonly pairs: number;
    readonly images: number;
    /** The processes that load images for the authors' way. */
    readonly workers: number;
    readonly precisions: readonly ('bfloat16' | 'tf32' | 'float32')[];
  };
  readonly cell: {
    readonly model: string;
    readonly pairs: number;
    readonly precision: 'tf32' | 'float32';
    readonly mostEpochs: number;
  };
}

/** On the card. A cell has tf32, with which PyTorch convolves by default, and so the authors did. */
export const ON_A_CARD: Sizes = {
  models: ['resnet18', 'resnet50'],
  pairs: [512, 256, 128],
  precisions: ['bfloat16', 'tf32', 'float32'],
  steps: 10,
  goldenCases: 2,
  epoch: { model: 'resnet18', pairs: 128, images: 10_000, workers: 16, precisions: ['tf32', 'bfloat16'] },
  cell: { model: 'resnet18', pairs: 128, precision: 'tf32', mostEpochs: 500 },
};

/** For a try of everything on a processor. */
export const REHEARSAL: Sizes = {
  models: ['tiny'],
  pairs: [8],
  precisions: ['float32'],
  steps: 2,
  goldenCases: 1,
  epoch: { model: 'tiny', pairs: 8, images: 24, workers: 1, precisions: ['float32'] },
  cell: { model: 'tiny', pairs: 8, precision: 'float32', mostEpochs: 2 },
};
