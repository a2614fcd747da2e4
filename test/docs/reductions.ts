/**
 * Commands of the documents that are not run as they are written, and why.
 *
 * `also` is added to the command, where the last value of an option wins; `instead` is run in its place; with neither the
 * command is only parsed. A command that is not here runs as it is; an entry that no document has fails the tests.
 */
export interface Reduction {
  readonly command: string;
  readonly also?: string;
  readonly instead?: string;
  readonly because: string;
}

const LONG = 'takes minutes to days as it is written';
const INSTALLS = 'installs packages: a test must not';
const CARD = 'needs a graphics card, its driver or a bundle for it';
const REHEARSED = 'takes half a minute: test/bench/gpu makes these checks from the bundle';
const CLUSTER = 'sends jobs to a cluster: test/results/launch tries that on a Slurm of its own';

/** Commands on files that the block of Python before them writes, where PyTorch is. */
const AFTER_PYTORCH: readonly Reduction[] = [
  'npx alpha-cl embed --encoder resnet18.onnx --dataset images:$HOME/pets --views 2 --out pets.npz',
  'npx alpha-cl inspect pets.npz --images images:$HOME/pets --out pets-page',
  'npx alpha-cl inspect views.npz --out views-page',
].map((command) => ({
  command,
  instead: `[ ! -e resnet18.onnx ] || ${command}${command.includes(' inspect ') ? ' --loss nt-xent' : ''}`,
  because: 'PyTorch need not be here, and a loss of 512 numbers a sample takes seconds',
}));

export const REDUCTIONS: readonly Reduction[] = [
  ...AFTER_PYTORCH,
  {
    command: 'npx alpha-cl train --preset laptop --model resnet18 --data ~/datasets --out runs/resnet',
    also: '--subset 4 --batch 2 --epochs 1 --warm-up-epochs 0 --image-size 8 --knn-every 0 --importance-every 0 --workers 0 --engine cpu',
    because: LONG,
  },
  {
    command: 'python3 embeddings.py',
    instead:
      'for python in python3 /usr/bin/python3; do $python -c "import numpy" 2> errors && break; done; $python embeddings.py',
    because: 'NumPy may be a part of the system’s Python alone',
  },
  {
    command: 'npm ci --ignore-scripts && npm run verify',
    instead: "npm run verify -- --claims 'covariance-*' --cases 20",
    because: INSTALLS,
  },
  { command: 'npm ci --ignore-scripts && npm test', because: INSTALLS },
  { command: 'npm install --save-dev deno', because: INSTALLS },
  { command: 'npx deno jupyter --install', because: INSTALLS },
  { command: 'npm run explore', because: 'serves until Ctrl-C: test/faces/cli/serve.test.ts does that' },
  {
    command: "npx alpha-cl figures --only 'local-maxima-*' --out figures",
    also: "--only 'theorem-1-*' --cases 20",
    because: LONG,
  },
  {
    command: 'npx alpha-cl experiment relu-specialisation --profile full',
    instead: 'npx alpha-cl experiment --help',
    because: `${LONG}, and so does --profile quick: test/faces/cli/experiment.test.ts runs one`,
  },

  {
    command:
      'alpha-cl sweep --preset smoke --loss infonce --set tau=0.1,0.2,0.5 --lr 1e-3,3e-3 --seeds 3 --data ~/datasets',
    also: '--grid grid.jsonl',
    because: `${LONG}: test/faces/cli/sweep.test.ts makes a small one`,
  },
  {
    command: 'alpha-cl reproduce losses --preset laptop --launcher local --jobs 4 --data ~/datasets',
    also: '--preset smoke --only infonce,alpha-cl-direct,cifar10 --seeds 1 --jobs 2 --engine cpu',
    because: LONG,
  },
  {
    command: String.raw`alpha-cl reproduce losses --preset paper --launcher slurm --time 8:00:00 --jobs 20 --slurm-arg=--partition=gpu --slurm-arg=--gres=gpu:1 --slurm-arg=--cpus-per-task=16 --data /shared/datasets --out /shared/runs`,
    also: '--data ~/datasets --out . --dry-run',
    because: CLUSTER,
  },
  {
    command: 'alpha-cl reproduce losses --preset paper --status --out /shared/runs --data /shared/datasets',
    also: '--out . --data ~/datasets',
    because: 'the folder shared by the machines of a cluster is not here',
  },
  {
    command: 'seq $(wc -l < grid.jsonl) | parallel -j 4 alpha-cl job grid.jsonl {}',
    because: 'GNU parallel need not be here: test/results/launch tries the command that it starts',
  },

  {
    command: 'alpha-cl engines',
    because: 'tries every engine, each for seconds in a process of its own: test/faces/cli/engines.test.ts runs it',
  },
  {
    command: 'npx alpha-cl data download cifar10 --data ~/datasets',
    instead: 'npx alpha-cl data check --data ~/datasets',
    because: 'downloads 170 MB: test/training/data/archive tries that from a server of its own',
  },
  { command: 'apt-get install chromium libvulkan1', because: INSTALLS },
  { command: 'npm run gpu:pack', because: CARD },
  {
    command: 'python3 gpu-pack/first/unpack.py /tmp/alpha-cl && /tmp/alpha-cl/gpu-check first',
    because: CARD,
  },
  {
    command: 'python3 gpu-pack/second/unpack.py /tmp/alpha-cl && /tmp/alpha-cl/gpu-check second',
    because: CARD,
  },
  { command: 'npm run gpu:bench -- --rehearse --device cpu', because: REHEARSED },

  {
    command: 'alpha-cl train --preset smoke --data ~/datasets --out runs/smoke',
    also: '--subset 64 --batch 16 --epochs 1 --engine cpu',
    because: LONG,
  },
  ...[
    "--phi x --psi 'softplus(x/tau)' --set tau=0.5 --data ~/datasets --out runs/mine",
    '--loss nt-xent --data ~/datasets --out runs/nt-xent',
    "--phi 'log(1+x)' --psi 'exp(x/tau)' --set tau=0.2 --data ~/datasets --out runs/loss",
    "--alpha 'exp(-r^a/tau)' --set a=2,tau=0.5 --data ~/datasets --out runs/alpha",
  ].map((options) => ({
    command: `npx alpha-cl train --preset smoke ${options}`,
    also: '--subset 64 --batch 16 --epochs 1 --engine cpu',
    because: LONG,
  })),
  {
    command:
      'npx alpha-cl train --preset smoke --dataset images:$HOME/pets --subset 96 --batch 32 --epochs 2 --out runs/pets',
    also: '--subset 32 --batch 16 --epochs 1 --engine cpu',
    because: 'a trial of all engines takes seconds: test/faces/cli/engines.test.ts makes it',
  },
  {
    command: 'tensorboard --logdir runs',
    because: 'TensorBoard need not be here: test/training/train reads its files',
  },
  ...['', '--plan ', '--collect '].map((what) => ({
    command: `alpha-cl reproduce losses --preset laptop ${what}--data ~/datasets`,
    also: '--preset smoke --only infonce,cifar10 --seeds 1 --engine cpu',
    because: LONG,
  })),
];
