/** Reads the records of a .csv or .tsv file, part by part: RFC 4180, with line breaks inside quotes. */
import { fileSize, readBytes } from '../../base/files/file-bytes.js';
import { unreadable } from '../arrays/stored-array.js';

/** Bytes that are read at once. */
const PART = 2 ** 24;
/** Longest record, in characters: a row of an embedding is far shorter. */
const LONGEST_RECORD = 2 ** 24;

const SEPARATORS = [',', '\t', ';'] as const;

/**
 * Calls a function with the fields of each record in turn, quotes taken off; empty lines are left out.
 *
 * @throws InvalidInput when the file cannot be read, is not text, or has a quote that nothing closes
 */
export function eachRecord(file: string, take: (fields: readonly string[], number: number) => void): void {
  const size = fileSize(file);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const splitter = new RecordSplitter(file, take);
  for (let from = 0; from < size || from === 0; from += PART) {
    const bytes = readBytes(file, from, Math.min(PART, size - from));
    let text;
    try {
      text = decoder.decode(bytes, { stream: from + PART < size });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw unreadable(file, 'it is not text in UTF-8', 'save it as comma-separated text');
    }
    splitter.add(text);
  }
  splitter.end();
}

class RecordSplitter {
  readonly #file: string;
  readonly #take: (fields: readonly string[], number: number) => void;
  #rest = '';
  #separator: string | undefined;
  #records = 0;

  constructor(file: string, take: (fields: readonly string[], number: number) => void) {
    this.#file = file;
    this.#take = take;
  }

  add(text: string): void {
    const all = this.#rest + text;
    let start = 0;
    let isQuoted = false;
    for (let at = 0; at < all.length; at++) {
      const code = all.charCodeAt(at);
      if (code === QUOTE) isQuoted = !isQuoted;
      else if (code === LINE_END && !isQuoted) {
        this.#record(all.slice(start, at));
        start = at + 1;
      }
    }
    this.#rest = all.slice(start);
    if (this.#rest.length > LONGEST_RECORD) {
      throw unreadable(this.#file, `record ${this.#records + 1} has no end within ${LONGEST_RECORD} characters`);
    }
  }

  end(): void {
    if (this.#rest !== '') this.#record(this.#rest);
  }

  #record(line: string): void {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (text.trim() === '') return;
    this.#records++;
    this.#separator ??= separatorOf(text);
    this.#take(this.#fields(text, this.#separator), this.#records);
  }

  #fields(text: string, separator: string): string[] {
    if (!text.includes('"')) return text.split(separator);
    const fields: string[] = [];
    for (let at = 0; at <= text.length;) {
      if (text[at] === '"') {
        let field = '';
        let end = text.indexOf('"', at + 1);
        while (end !== -1 && text[end + 1] === '"') {
          field += text.slice(at + 1, end + 1);
          at = end + 1;
          end = text.indexOf('"', at + 1);
        }
        if (end === -1) throw unreadable(this.#file, `a quote in record ${this.#records} is not closed`);
        fields.push(field + text.slice(at + 1, end));
        at = end + 1 + separator.length;
        if (end + 1 === text.length) break;
      } else {
        const end = text.indexOf(separator, at);
        fields.push(text.slice(at, end === -1 ? text.length : end));
        if (end === -1) break;
        at = end + separator.length;
      }
    }
    return fields;
  }
}

const [QUOTE, LINE_END] = [0x22, 0x0a];

/** The separator that occurs most outside quotes in the first record. */
function separatorOf(text: string): string {
  const plain = text.replaceAll(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((one) => plain.split(one).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}
