/**
 * What some tests need of the machine beside Node.js: without it they are skipped, which their titles say. The gate sets
 * ALPHA_CL_REQUIRE_…, under which they fail instead, so that nothing passes there because it did not run.
 *
 * @param what the ending of the variable's name @param isHere whether the machine has it @param remedy what brings it
 * @returns whether the tests are to be skipped
 */
export function isLacking(what: 'SHELLS' | 'PYTORCH' | 'JAX', isHere: boolean, remedy: string): boolean {
  const variable = `ALPHA_CL_REQUIRE_${what}`;
  if (!isHere && (process.env[variable] ?? '') !== '')
    throw new Error(`${variable} is set, and it is not here: ${remedy}`);
  return !isHere;
}
