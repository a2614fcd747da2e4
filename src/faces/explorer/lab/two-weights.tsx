/** The picture of a loss: what pushes an anchor from a negative, and what draws it to its positive. */
import { Chart } from '../parts/chart.js';
import { smallChart } from './atlas-charts.js';
import type { Curves } from './curves.js';

export interface TwoWeightsProps {
  readonly title: string;
  readonly curves: Pick<Curves, 'weights' | 'attraction'>;
}

export function TwoWeights({ title, curves: { weights, attraction } }: TwoWeightsProps) {
  return (
    <div class="pair">
      <Chart
        spec={smallChart('d² to a negative', 'α / largest', weights)}
        points={weights}
        label={`α of a negative against its squared distance, of ${title}`}
      />
      <Chart
        spec={smallChart('d² to the positive', 'β / largest', attraction)}
        points={attraction}
        label={`β of the positive against its squared distance, of ${title}`}
      />
    </div>
  );
}
