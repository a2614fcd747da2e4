import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { views } from '../../../src/claims/instances.js';
import { contrastiveCovariance } from '../../../src/theory/losses/contrastive-covariance.js';
import { coordinateWiseLoop, marginsOf } from '../../../src/theory/landscape/coordinate-wise-loop.js';
import { jointDescent } from '../../../src/theory/landscape/joint-descent.js';
import { symmetricEigen } from '../../../src/theory/algebra/decompositions.js';
import { add, maxAbs } from '../../../src/theory/algebra/matrix.js';
import { importanceOfMargins, lossOfMargins } from '../../../src/theory/losses/loss.js';
import { namedLoss } from '../../../src/theory/losses/named-losses.js';
import { deepLinearEnergy, unitNorm } from '../../../src/theory/networks/deep-linear.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const loss = namedLoss('infonce');

const problems = fc.tuple(views({ samples: 6, features: 3 }), fc.nat()).map(([{ z: x, zPrime: xPrime }, seed]) => {
  const random = randomStream(seed, 'loop');
  return {
    both: { x, xPrime },
    narrow: normalMatrix(random, 1, x.columns),
    wide: normalMatrix(random, x.columns, x.columns),
  };
});

/** Six samples whose saddle point has rank 2. */
function noSaddleOnTheRim(): { both: { x: ReturnType<typeof normalMatrix>; xPrime: ReturnType<typeof normalMatrix> } } {
  const random = randomStream(4, 'landscape');
  const x = normalMatrix(random, 6, 2);
  return { both: { x, xPrime: add(x, normalMatrix(random, 6, 2), 0.4) } };
}

describe('coordinateWiseLoop', () => {
  it('starts with loss and gap of the start', () => {
    fc.assert(
      fc.property(problems, ({ both, wide }) => {
        const encoder = unitNorm(wide);
        const { rounds, alpha } = coordinateWiseLoop(loss, both, wide, { rounds: 1 });
        const margins = marginsOf(both, encoder);
        expect(rounds[0]?.loss).toBeCloseTo(lossOfMargins(loss, margins), 12);
        expect(alpha).toEqual(importanceOfMargins(loss, margins));
        const covariance = contrastiveCovariance(alpha, both.x, both.xPrime);
        const top = symmetricEigen(covariance).values[0] as number;
        expect(rounds[0]?.gap).toBeCloseTo(top / 2 - deepLinearEnergy([encoder], covariance), 10);
      }),
    );
  });

  it('has a gap that is never negative and bounds how far L lies above the end of descent', () => {
    fc.assert(
      fc.property(problems, ({ both, narrow, wide }) => {
        const end = jointDescent(loss, both, wide, { steps: 200 }).losses.at(-1) as number;
        for (const minPlayer of ['exact', 'averaged'] as const) {
          for (const round of coordinateWiseLoop(loss, both, narrow, { minPlayer, rounds: 10 }).rounds) {
            expect(round.gap).toBeGreaterThanOrEqual(-1e-9);
            expect(round.loss - round.gap).toBeLessThanOrEqual(end + 1e-9);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('answers exactly: every encoder is the top eigenvector of the covariance before it', () => {
    fc.assert(
      fc.property(problems, ({ both, narrow }) => {
        const { rounds } = coordinateWiseLoop(loss, both, narrow, { rounds: 3 });
        rounds.slice(1).forEach(({ encoder }, k) => {
          const before = importanceOfMargins(loss, marginsOf(both, rounds[k]?.encoder ?? narrow));
          const covariance = contrastiveCovariance(before, both.x, both.xPrime);
          const top = symmetricEigen(covariance).values[0] as number;
          expect(deepLinearEnergy([encoder], covariance)).toBeCloseTo(top / 2, 10);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('stops in a global minimum, or goes round', () => {
    const { both } = noSaddleOnTheRim();
    const start = normalMatrix(randomStream(1), 1, 2);
    const { rounds, stopped } = coordinateWiseLoop(loss, both, start, { rounds: 100 });
    expect(stopped).toBe(false);
    expect(rounds).toHaveLength(100);
    // Two rounds on it is where it was.
    expect(rounds.at(-1)?.loss).toBeCloseTo(rounds.at(-3)?.loss as number, 3);
    expect(rounds.at(-1)?.gap).toBeGreaterThan(0.1);
  });

  it('closes the gap like 1/k when answers are averaged, at the loss and α of joint descent', () => {
    const { both } = noSaddleOnTheRim();
    const start = normalMatrix(randomStream(1), 2, 2);
    const { rounds, alpha } = coordinateWiseLoop(loss, both, start, { minPlayer: 'averaged', rounds: 2000 });
    const descent = jointDescent(loss, both, start);
    expect(rounds.at(-1)?.gap).toBeLessThan(2e-3);
    expect(rounds.at(-1)?.loss).toBeCloseTo(descent.losses.at(-1) as number, 3);
    const own = importanceOfMargins(loss, marginsOf(both, descent.encoder));
    expect(maxAbs(add(alpha, own, -1).data)).toBeLessThan(0.01);
  });

  it('with small gradient steps of the max player goes where joint descent goes', () => {
    const { both } = noSaddleOnTheRim();
    const start = normalMatrix(randomStream(1), 2, 2);
    const { rounds } = coordinateWiseLoop(loss, both, start, { maxPlayer: { step: 0.02 }, rounds: 2000 });
    const descent = jointDescent(loss, both, start);
    expect(rounds.at(-1)?.gap).toBeLessThan(1e-6);
    expect(rounds.at(-1)?.loss).toBeCloseTo(descent.losses.at(-1) as number, 6);
    rounds.slice(1, 200).forEach((round, k) => expect(round.loss).toBeLessThanOrEqual((rounds[k]?.loss ?? 0) + 1e-12));
  });
});
