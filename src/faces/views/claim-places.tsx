/** Names the places of a claim: its statement in a paper, its derivation in the mathematics, and its code. */
import { paperAddress } from '../../claims/source.js';
import type { ClaimWords } from './claim-words.js';

export interface ClaimPlacesProps {
  readonly words: Pick<ClaimWords, 'paper' | 'about' | 'file'>;
  /** The way to the derivation. Default: the name of its document. */
  readonly derivation?: string;
}

export function ClaimPlaces({ words: { paper, about, file }, derivation }: ClaimPlacesProps) {
  const published = paper ?? about;
  const document = 'docs/mathematics.md';
  return (
    <>
      {published !== undefined && (
        <>
          {paper === undefined ? 'About' : 'Statement'}: <a href={paperAddress(published)}>{published.identifier}</a>
          .{' '}
        </>
      )}
      {file !== undefined && (
        <>
          Derivation: {derivation === undefined ? <code>{document}</code> : <a href={derivation}>{document}</a>}. Code:{' '}
          <code>{file}</code>.
        </>
      )}
    </>
  );
}
