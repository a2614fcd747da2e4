/** Addresses of answers, the same of a server and of a site’s files. */

/** Ending of the address of every answer that is JSON. */
const ENDING = '.json';

/** Returns the address of an answer in JSON, relative to the page. @param name `runs/0` */
export function addressOfJson(name: string): string {
  return `api/${name}${ENDING}`;
}

/** Returns the last part of such an address without its ending; the empty text if it has none. */
export function nameOfJson(part: string): string {
  return part.endsWith(ENDING) ? part.slice(0, -ENDING.length) : '';
}
