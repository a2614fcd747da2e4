/** The script of a report's first page: it shows the claims that have all words of the search, and the chosen outcome and grade. */
export const FILTER_SCRIPT = `
const filters = document.querySelector('.filters');
const claims = [...document.querySelectorAll('.index li')];
const filter = () => {
  const value = (name) => filters.querySelector('[name=' + name + ']').value;
  const words = value('words').toLowerCase().split(/\\s+/);
  const passes = ({ dataset }) =>
    words.every((word) => dataset.words.includes(word)) &&
    ['outcome', 'grade'].every((name) => value(name) === '' || dataset[name] === value(name));
  for (const claim of claims) claim.hidden = !passes(claim);
  for (const chapter of document.querySelectorAll('.index section'))
    chapter.hidden = chapter.querySelector('li:not([hidden])') === null;
  const shown = claims.filter(({ hidden }) => !hidden).length;
  filters.querySelector('output').value = shown === claims.length ? '' : shown + ' of ' + claims.length + ' claims';
};
filters.hidden = false;
filters.addEventListener('input', filter);
filter();
`;
