/** Formats numbers for people: three significant digits, grouped thousands, times in words. */
import { thousands } from './thousands.js';

/**
 * Formats a number to three significant digits, scientific outside 0.001 to 100,000: `0.0290`, `1,230`, `3.20e-15`, `∞`, `NaN`.
 */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  if (size < 1e-3 || size >= 1e5) return value.toExponential(2).replace('e+', 'e');
  return size < 1000 ? value.toPrecision(3).replace('e+', 'e') : thousands(rounded);
}

/** Formats a duration: `0.04 s`, `3.2 s`, `45 s`, `2 min 5 s`, `1 h 2 min`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return formatNumber(seconds);
  if (seconds < 0.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  const minutes = whole < 3600 ? Math.floor(whole / 60) : Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${thousands(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}
