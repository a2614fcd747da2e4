/**
 * F*(α) = sup_x αᵀx − F(x) by its definition: Newton's method with backtracking on the concave x ↦ αᵀx − F(x).
 *
 * Directions along which F is straight (all margins together, where Σα = 1 is demanded) are left alone.
 */
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { at, dot, norm } from '../../src/theory/algebra/matrix.js';
import { anchorHessian } from '../../src/theory/losses/anchor-hessian.js';
import { anchorImportance, anchorLoss, type Loss } from '../../src/theory/losses/loss.js';

const STEPS = 100;
/** Curvature below this share of the largest is a straight direction. */
const STRAIGHT = 1e-12;
/** Halvings after which no step is found: the supremum is reached to rounding. */
const HALVINGS = 40;

/**
 * @param alpha inside the domain of F*, [n]
 * @param start where F is curved, [n]
 */
export function numericalConjugate(loss: Loss, alpha: Float64Array, start: Float64Array): number {
  let [margins, value] = [start, dot(alpha, start) - anchorLoss(loss, start)];
  for (let k = 0; k < STEPS; k++) {
    const direction = newtonStep(loss, alpha, margins);
    let length = 1;
    let next = moved(margins, direction, length);
    let found = dot(alpha, next) - anchorLoss(loss, next);
    for (let h = 0; h < HALVINGS && !(found > value); h++) {
      length /= 2;
      next = moved(margins, direction, length);
      found = dot(alpha, next) - anchorLoss(loss, next);
    }
    if (!(found > value)) break;
    [margins, value] = [next, found];
  }
  return value;
}

/** The longest Newton step: beyond it the quadratic model says nothing. */
const LONGEST = 10;

/** H⁻¹(α − ∇F), in the eigenvectors of H. */
function newtonStep(loss: Loss, alpha: Float64Array, margins: Float64Array): Float64Array {
  const current = anchorImportance(loss, margins);
  const slope = alpha.map((weight, j) => weight - (current[j] as number));
  const { values, vectors } = symmetricEigen(anchorHessian(loss, margins));
  const step = margins.map(() => 0);
  values.forEach((curvature, k) => {
    if (curvature <= STRAIGHT * (values[0] as number)) return;
    const column = step.map((_, j) => at(vectors, j, k));
    const along = dot(column, slope) / curvature;
    column.forEach((entry, j) => (step[j] = (step[j] as number) + along * entry));
  });
  const length = norm(step);
  return length > LONGEST ? step.map((entry) => (entry * LONGEST) / length) : step;
}

function moved(margins: Float64Array, direction: Float64Array, length: number): Float64Array {
  return margins.map((x, j) => x + length * (direction[j] as number));
}
