/** The path as a table of numbers, for readers who do not see the map. */
import { formatNumber } from '../../../base/format-number.js';
import type { Position, Walk } from './walk.js';

export interface PathTableProps {
  readonly walk: Walk;
  readonly position: Position;
}

export function PathTable({ walk: { stops }, position: { reached, energy } }: PathTableProps) {
  return (
    <details class="numbers-of">
      <summary>The path in numbers</summary>
      <p>
        Round {reached}, <span class="energy">E = {formatNumber(energy)}</span>
      </p>
      <div class="scroll">
        <table>
          <caption>Where the encoder stood after each round</caption>
          <thead>
            <tr>
              <th scope="col">round</th>
              <th scope="col">longitude</th>
              <th scope="col">latitude</th>
              <th scope="col">L</th>
            </tr>
          </thead>
          <tbody>
            {stops.slice(0, reached + 1).map(({ place, loss }, round) => (
              <tr key={round}>
                <th scope="row">{round}</th>
                <td>{place.longitude.toFixed(1)}°</td>
                <td>{place.latitude.toFixed(1)}°</td>
                <td>{loss.toPrecision(6)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
