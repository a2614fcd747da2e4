import { InvalidInput } from '../../base/invalid-input.js';
import { describeTensor, sizeOf, type NamedData, type TensorSpecs } from '../compile/step.js';

/**
 * Requires data of the names, shapes and types specified.
 *
 * @param what the data as a whole (`state`, `inputs`)
 * @throws InvalidInput when names, shapes or types differ from the specification, or the values do not fill a shape
 */
export function requireData(what: string, specs: TensorSpecs, data: NamedData): void {
  for (const [name, spec] of Object.entries(specs)) {
    const given = data[name];
    if (given === undefined) throw new InvalidInput(`${what}: ${name} is missing, ${describeTensor(spec)} is expected`);
    if (describeTensor(given) !== describeTensor(spec)) {
      throw new InvalidInput(`${what}: ${name} is ${describeTensor(given)}, ${describeTensor(spec)} is expected`);
    }
    const size = sizeOf(spec.shape);
    const array = spec.dtype === 'float32' ? Float32Array : Int32Array;
    if (!(given.data instanceof array) || given.data.length !== size) {
      throw new InvalidInput(`${what}: the data of ${name} must be ${array.name} of ${size} values`);
    }
  }
  for (const name of Object.keys(data)) {
    if (!Object.hasOwn(specs, name)) {
      throw new InvalidInput(`${what}: the step knows no ${name}; it takes ${Object.keys(specs).join(', ') || 'none'}`);
    }
  }
}
