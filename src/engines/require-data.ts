import { InvalidInput } from '../invalid-input.js';
import type { NamedData, TensorSpec, TensorSpecs } from '../compile/step.js';

/**
 * @param what the data as a whole (`state`, `inputs`)
 * @throws InvalidInput when names, shapes or types differ from the specification, or the values do not fill a shape
 */
export function requireData(what: string, specs: TensorSpecs, data: NamedData): void {
  for (const [name, spec] of Object.entries(specs)) {
    const given = data[name];
    if (given === undefined) throw new InvalidInput(`${what}: ${name} is missing, ${describe(spec)} is expected`);
    if (describe(given) !== describe(spec)) {
      throw new InvalidInput(`${what}: ${name} is ${describe(given)}, ${describe(spec)} is expected`);
    }
    const size = spec.shape.reduce((product, length) => product * length, 1);
    const array = spec.dtype === 'float32' ? Float32Array : Int32Array;
    if (!(given.data instanceof array) || given.data.length !== size) {
      throw new InvalidInput(`${what}: the data of ${name} must be ${array.name} of ${size} values`);
    }
  }
  for (const name of Object.keys(data)) {
    if (!Object.hasOwn(specs, name)) throw new InvalidInput(`${what}: there is no ${name} in this step`);
  }
}

function describe({ shape, dtype }: TensorSpec): string {
  return `${dtype} [${shape.join(', ')}]`;
}
