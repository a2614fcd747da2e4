/** Colours and type of the pages, as values of CSS variables. Dark has a value for every colour of light. */
import { DARK_PAPER } from '../figures/dark-figures.js';

export const LIGHT = {
  paper: '#ffffff',
  panel: '#f5f6f8',
  ink: '#1d2025',
  faint: '#5b626d',
  line: '#dfe2e7',
  link: '#1d4f91',
  holds: '#146c43',
  'holds-tint': '#e8f4ee',
  finding: '#5b3aa8',
  'finding-tint': '#f0ecfb',
  refuted: '#b3261e',
  'refuted-tint': '#fbeceb',
  broken: '#8a4b00',
  'broken-tint': '#fdf1e2',
  unfinished: '#525a66',
  'unfinished-tint': '#f0f1f4',
  'on-fill': '#ffffff',
} as const;

export const DARK: Readonly<Record<keyof typeof LIGHT, string>> = {
  paper: DARK_PAPER,
  panel: '#1e2126',
  ink: '#e3e5e9',
  faint: '#a0a7b2',
  line: '#343941',
  link: '#8db8f2',
  holds: '#6fcf9f',
  'holds-tint': '#16291f',
  finding: '#c2aef5',
  'finding-tint': '#261f3b',
  refuted: '#ff8f85',
  'refuted-tint': '#351a18',
  broken: '#f0b465',
  'broken-tint': '#33250f',
  unfinished: '#b3bac5',
  'unfinished-tint': '#23272d',
  'on-fill': '#15171b',
};

export const FONTS = {
  serif:
    'Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Cambria, Georgia, "Liberation Serif", serif',
  sans: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif',
  mono: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
} as const;

/** Returns values as CSS declarations: `--paper: #ffffff; …`. */
export function variables(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(' ');
}
