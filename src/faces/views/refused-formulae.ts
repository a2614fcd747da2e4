/** Decision about a text with a formula that KaTeX refuses. */
import { createContext } from 'preact';

/** By default a report is not written; an explorer shows the text as it is. */
export const RefusedFormulae = createContext<'fail' | 'show'>('fail');
