/** The table of losses. It is loaded in each test, so that a table which cannot be loaded fails them. */
import { expect, it } from 'vitest';

const table = () => import('../../../src/theory/losses/named-losses.js');

it('names every loss, the paper’s first', async () => {
  const { lossNames, lossEntry } = await table();
  expect(lossNames().slice(0, 3)).toEqual(['infonce', 'mine', 'triplet']);
  expect(lossNames()).toContain('dcl');
  for (const name of lossNames()) expect(lossEntry(name)).toMatchObject({ name, title: expect.any(String) as string });
});

it.each([
  ['SimCLR', 'nt-xent'],
  ['NT_Xent', 'nt-xent'],
  ['info nce', 'infonce'],
  ['Decoupled', 'dcl'],
])('knows %s as %s', async (typed, name) => {
  const { lossEntry } = await table();
  expect(lossEntry(typed).name).toBe(name);
});

it('refuses what is no name of a loss, with the nearest one', async () => {
  const { lossEntry } = await table();
  expect(() => lossEntry('infonse')).toThrow(/unknown loss "infonse".*infonce/);
  for (const junk of [7, undefined, {}]) expect(() => lossEntry(junk as string)).toThrow(/unknown loss/);
});

it('gives the formulae of a loss with a value of each symbol, by name or by symbol', async () => {
  const { namedFormulae } = await table();
  const expected = { phi: 'tau*log(eps + x)', psi: 'exp(x/tau)', parameters: { tau: 0.1, eps: 1 } };
  expect(namedFormulae('infonce', { temperature: 0.1 })).toEqual(expected);
  expect(namedFormulae('InfoNCE', { tau: 0.1 })).toEqual(expected);
});

const SQUARED = { title: 'Squared', source: 'derived here', parameters: {}, phi: 'x^2', psi: 'exp(x)' };

it('takes a loss in and out again', async () => {
  const { addLoss, lossEntry, lossNames } = await table();
  const before = lossNames();
  const remove = addLoss('squared-sum', { ...SQUARED, aliases: ['square'] });
  expect(lossNames()).toEqual([...before, 'squared-sum']);
  expect(lossEntry('Square').name).toBe('squared-sum');
  expect(() => addLoss('another', { ...SQUARED, aliases: ['square'] })).toThrow(/there is a loss square already/);
  remove();
  expect(lossNames()).toEqual(before);
});

it.each(['Squared', 'squared sum', 'squared-', '-squared', 'squared--sum', 'squared_sum', ''])(
  'refuses the name "%s" for a loss',
  async (name) => {
    const { addLoss, lossNames } = await table();
    const before = lossNames();
    expect(() => addLoss(name, SQUARED)).toThrow(/use lower-case words joined by hyphens/);
    expect(lossNames()).toEqual(before);
  },
);

it('refuses formulae that are none, and a name that is taken', async () => {
  const { addLoss } = await table();
  expect(() => addLoss('wrong', { ...SQUARED, psi: 'exp(x' })).toThrow(/ψ/);
  expect(() => addLoss('unknown-symbol', { ...SQUARED, psi: 'exp(x/sigma)' })).toThrow(/sigma/);
  expect(() => addLoss('simclr', SQUARED)).toThrow(/there is a loss simclr already/);
});
