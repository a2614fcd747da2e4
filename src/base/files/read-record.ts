import type { z } from 'zod';
import { InvalidInput } from '../invalid-input.js';
import { jsonFault } from '../schema-fault.js';
import { readText } from './read-text.js';

/**
 * Reads a JSON file that this program wrote.
 *
 * @param remedy what to do about a damaged one, a sentence
 * @throws InvalidInput when it cannot be read or is not of the schema
 */
export function readRecord<Content>(file: string, schema: z.ZodType<Content>, remedy: string): Content {
  const text = readText(file);
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new InvalidInput(`${file} is damaged: ${jsonFault(error)}. ${remedy}`, { cause: error });
  }
}
