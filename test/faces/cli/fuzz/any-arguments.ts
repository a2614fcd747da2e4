/** Argument lists made of commander's own definition, so that a new command or option is among them by itself. */
import type { Argument, Command, Option } from 'commander';
import fc from 'fast-check';

/** What no value should be, and values that mean something in one place or another. */
const HOSTILE = [
  '',
  ' ',
  '-',
  '--',
  '---',
  '=',
  '\n',
  '\u0000',
  '\u001B[31mred\u001B[0m',
  '\u202Etxt',
  '\uD800',
  '💥',
  '１２',
  '١٢',
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  '-0',
  '0',
  '-1',
  '0x10',
  '1e3',
  '1_000',
  '0.5',
  '9007199254740993',
  '99999999999999999999',
  '1,2',
  ',',
  '*',
  '**',
  '[',
  '(',
  '$(touch owned)',
  '`touch owned`',
  "'; touch owned; '",
  '%s',
  '%00',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(5000),
  'a/'.repeat(2000),
  'con',
  'C:\\x:y',
];

/** Names in the folder that `fuzz-folder.ts` makes, and elsewhere. */
const PLACES = [
  'missing',
  'missing/below/it',
  'file',
  'file/below',
  'folder',
  'empty',
  'circle',
  'unreadable',
  'losses.json',
  'config.json',
  'grid.jsonl',
  'run',
  'run/run.json',
  'data',
  '.',
  '..',
  '/proc',
  '/dev/null',
  '/dev/zero',
  '/proc/self/mem',
  'new',
  'new/deep/er',
  'naïve 💥',
];

const FORMULAE = ['x', 'exp(x/tau)', 'tau*log(eps+x)', 'exp(-r^2/tau)', '-x', 'log(', 'x^x^x', '1/0', 'sqrt(x - 1)'];

const NUMBERS = ['1', '2', '3', '7', '8', '16'];

const VALUES = ['tau=0.5', 'tau=0.5,eps=1', 'tau=', 'tau', 'tau=NaN', 'm=0..1', 'm=1..0', 'tau=1,tau=2'];

/** As what stands between < and > says. */
function valuesOf(word: string): readonly string[] {
  if (/dir|file|run|folder|grid|path/i.test(word)) return PLACES;
  if (/formula|α/.test(word)) return FORMULAE;
  if (/^(n|x|step|seconds|line|port)$/.test(word)) return NUMBERS;
  if (/values|range/.test(word)) return VALUES;
  return [
    'covariance-*',
    'losses',
    'cifar10',
    'cifar10,infonce',
    'infonce',
    '1:0',
    '7:0:1',
    '1:00:00',
    'cpu',
    'tiny',
    'smoke',
  ];
}

/** No list shall write outside its folder. */
function below(text: string): string {
  return text.replaceAll('/', '').replaceAll('..', '');
}

function anyValue(word: string, choices: readonly string[] | undefined): fc.Arbitrary<string> {
  const usual = [...(choices ?? []), ...valuesOf(word)];
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...usual) },
    { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }).map(below) },
  );
}

function anyOption(option: Option): fc.Arbitrary<string[]> {
  const flag = option.long ?? option.short ?? '--';
  if (!option.required && !option.optional) return fc.constantFrom<string[]>([flag], [flag], [`${flag}=x`]);
  const word = /[<[]([^>\]]*)[>\]]/.exec(option.flags)?.[1] ?? '';
  const value = anyValue(word, option.argChoices);
  return fc.oneof(
    { weight: 5, arbitrary: value.map((text) => [flag, text]) },
    { weight: 2, arbitrary: value.map((text) => [`${flag}=${text}`]) },
    { weight: 1, arbitrary: fc.constant<string[]>([flag]) },
  );
}

function anyPositional(argument: Argument): fc.Arbitrary<string[]> {
  const value = anyValue(argument.name(), argument.argChoices);
  return argument.variadic
    ? fc.array(value, { maxLength: 3 })
    : fc.oneof(
        value.map((text): string[] => [text]),
        fc.constant<string[]>([]),
      );
}

/** Options that end most command lines soon: a check of nothing, one small thing, or a refusal. */
const SOON: Readonly<Record<string, readonly (readonly string[])[]>> = {
  verify: [
    ['--claims', 'pca-uniform', '--cases', '1', '--workers', '1', '--no-real'],
    ['--claims', 'none'],
    ['--list'],
  ],
  figures: [
    ['--only', 'none'],
    ['--only', 'pca-uniform-x'],
    ['--out', 'file'],
  ],
  experiment: [['--list'], ['--profile', 'none'], ['--out', 'file'], ['--out', 'file/below']],
  atlas: [['--out', 'file'], ['--out', 'file/below'], ['x']],
  engines: [['x'], ['--help']],
  download: [
    ['--archive', 'missing'],
    ['--archive', 'file'],
    ['--url', 'x', '--archive', 'file'],
    ['--url', 'ftp://x'],
  ],
  train: [
    ['--data', 'missing'],
    ['--data', 'file'],
    ['--out', 'file'],
  ],
  eval: [
    ['--data', 'missing'],
    ['--data', 'file'],
    ['--engine', 'none'],
  ],
  discover: [
    ['--limit', '2', '--families', 'uniform'],
    ['--families', 'none'],
    ['--train', '2'],
  ],
  reproduce: [
    ['--status'],
    ['--launcher', 'slurm', '--dry-run'],
    ['--data', 'missing'],
    ['--only', 'none'],
    ['--list'],
  ],
  sweep: [
    ['--data', 'missing'],
    ['--grid', 'file/below'],
    ['--collect', '--data', 'data'],
  ],
  job: [['x'], []],
  // A page that is served is there until it is ended.
  serve: [['file'], ['--port', 'x']],
};

/** For one command, without the words that name it. */
function anyCommandArguments(command: Command): fc.Arbitrary<string[]> {
  const options = command.options.map(anyOption);
  const some =
    options.length === 0
      ? fc.constant<string[]>([])
      : fc.array(fc.oneof(...options), { maxLength: 5 }).map((many) => many.flat());
  const positionals = fc.tuple(...command.registeredArguments.map(anyPositional)).map((many) => many.flat());
  const stray = fc.oneof(
    { weight: 8, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE).map((text): string[] => [text]) },
    { weight: 1, arbitrary: fc.constantFrom<string[]>(['--'], ['--', '--json'], ['--unknown'], ['--help'], ['-h']) },
  );
  const soon = fc.constantFrom<readonly string[]>(...(SOON[command.name()] ?? [[]]));
  return fc
    .tuple(fc.boolean(), positionals, some, stray, soon)
    .map(([first, given, flags, odd, end]) => [
      ...(first ? [...given, ...flags] : [...flags, ...given]),
      ...odd,
      ...end,
    ]);
}

/** Every command that has none below it, with the words that name it. */
export function leaves(
  program: Command,
  words: readonly string[] = [],
): { command: Command; words: readonly string[] }[] {
  if (program.commands.length === 0) return [{ command: program, words }];
  return program.commands.flatMap((command) => leaves(command, [...words, command.name()]));
}

export function anyArguments(program: Command): fc.Arbitrary<string[]> {
  const each = leaves(program).map(({ command, words }) =>
    anyCommandArguments(command).map((given) => [...words, ...given]),
  );
  const odd = fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.constantFrom('help', 'data', 'trian', '--version')), {
    maxLength: 3,
  });
  return fc.oneof({ weight: 15, arbitrary: fc.oneof(...each) }, { weight: 1, arbitrary: odd });
}
