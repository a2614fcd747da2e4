/** The numbers of a chart of weights, for readers who do not see it or want to read them off. */
import type { WeightAtDistance } from '../../../theory/analysis/importance-curve.js';
import { formatNumber } from '../../../base/format-number.js';

export interface WeightTableProps {
  readonly curves: readonly { readonly title: string; readonly weights: readonly WeightAtDistance[] }[];
}

const DISTANCES = [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2] as const;

export function WeightTable({ curves }: WeightTableProps) {
  return (
    <details class="numbers-of">
      <summary>The numbers</summary>
      <div class="scroll">
        <table>
          <caption>Weight beside that of the heaviest pair</caption>
          <thead>
            <tr>
              <th scope="col">d²</th>
              {curves.map(({ title }) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {DISTANCES.map((distance) => (
              <tr key={distance}>
                <th scope="row">{distance}</th>
                {curves.map(({ title, weights }) => (
                  <td key={title}>{weightAt(weights, distance)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function weightAt(weights: readonly WeightAtDistance[], at: number): string {
  const found = weights.find(({ distance }) => Math.abs(distance - at) < 1e-9);
  return found === undefined ? '–' : formatNumber(found.weight);
}
