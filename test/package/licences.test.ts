import { expect, it } from 'vitest';
import { EXCEPTIONS, installedPackages, knownAgainst, licencesPage, MENDED_IN, objection } from './licences.js';

it('takes along packages under permissive licences alone', () => {
  const packages = installedPackages();
  expect(packages.length).toBeGreaterThan(100);
  expect(packages.map(objection).filter((said) => said !== undefined)).toEqual([]);
  const copyleft = { name: 'x', version: '1.0.0', licence: 'GPL-3.0-only', optional: false, installScript: false };
  expect(objection(copyleft)).toBe('x: GPL-3.0-only');
  // An exception that nothing needs is out of date.
  const unused = Object.keys(EXCEPTIONS).filter((name) => !packages.some((one) => one.name.startsWith(name)));
  expect(unused).toEqual([]);
});

it('takes along no version with a known fault', () => {
  const packages = installedPackages();
  expect(packages.map(knownAgainst).filter((said) => said !== undefined)).toEqual([]);
  expect(knownAgainst({ name: 'tar', version: '7.5.9' })).toMatch(/^tar 7\.5\.9: GHSA-.*, mended in 7\.5\.21$/);
  // A package that is no longer installed is out of place in the list.
  const installed = new Set(packages.map(({ name }) => name));
  expect(Object.keys(MENDED_IN).filter((name) => !installed.has(name))).toEqual([]);
});

it('brings along one package with an install script, which the page explains', () => {
  const withScript = installedPackages().filter(({ installScript }) => installScript);
  expect(withScript.map(({ name }) => name)).toEqual(['onnxruntime-node']);
});

it('has a page of them that is up to date', async () => {
  await expect(licencesPage(installedPackages())).toMatchFileSnapshot('../../docs/licences.md');
});
