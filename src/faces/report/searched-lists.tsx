/** Changes of a loss and conditions on its parameters as lists, the same on a page and in the explorer. */
import type { Change } from '../../theory/analysis/changes.js';
import type { Condition } from '../../theory/analysis/conditions.js';
import type { Searched } from './analysed.js';
import { changeCommand, changeWords, conditionWords } from './search-words.js';

export function SearchedLists({ changes, conditions }: Searched) {
  return (
    <>
      <Changes changes={changes} />
      <Conditions conditions={conditions} />
    </>
  );
}

function Changes({ changes }: { readonly changes: readonly Change<object>[] }) {
  if (changes.length === 0) return null;
  return (
    <>
      <h3>What would change it</h3>
      <ul>
        {changes.map((change) => (
          <li key={change.words}>
            {changeWords(change)}
            <br />
            <code>{changeCommand(change)}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

function Conditions({ conditions }: { readonly conditions: readonly Condition[] }) {
  if (conditions.length === 0) return null;
  return (
    <>
      <h3>Conditions</h3>
      <ul>
        {conditionWords(conditions).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </>
  );
}
