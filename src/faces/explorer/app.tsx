/** The frame of the explorer: the navigation, the page of the address, and a note while data are loading. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Sources } from '../serve/api.js';
import { RefusedFormulae } from '../views/refused-formulae.js';
import { PAGES } from './pages/index.js';
import { hasWhatItNeeds, type Page, type PageProps } from './pages/page.js';
import { Start } from './pages/start.js';
import { Waiting } from './parts/waiting.js';
import { addressOf, useAddress, type Address } from './state/address.js';
import { Live, useAnswer, useAsked } from './state/answer.js';
import { applyScheme, chooseScheme, chosenScheme, type Choice } from './state/colour-scheme.js';

/** Milliseconds after which the sources are requested again while a given folder is empty. */
const AGAIN = 3000;

const CHOICES: readonly Choice[] = ['system', 'light', 'dark'];

export function App() {
  const address = useAddress();
  const main = useRef<HTMLElement>(null);
  const [times, setTimes] = useState(0);
  const sources = useAnswer<Sources>('sources', times);
  const isWaiting = sources.state === 'here' && sources.value.waiting.length > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => setTimes((before) => before + 1), AGAIN);
    return () => clearInterval(timer);
  }, [isWaiting]);
  const [here = ''] = address.path;
  const place = address.path.join('/');
  useEffect(() => {
    const title = PAGES.find(({ path }) => path === here)?.title;
    document.title = title === undefined ? 'alpha-cl explorer' : `${title} · alpha-cl explorer`;
  }, [here]);
  const first = useRef(true);
  useEffect(() => {
    // A new page is read from its beginning, as after a load; the first one was loaded.
    if (!first.current) {
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    first.current = false;
  }, [place]);
  // Sources that are asked for again and are the same draw nothing again.
  const shown = useMemo(
    () => (
      <Waiting asked={sources}>
        {(value) => (
          <Live.Provider value={value.live}>
            <Place sources={value} address={address} />
          </Live.Provider>
        )}
      </Waiting>
    ),
    [JSON.stringify(sources), location.hash],
  );
  return (
    <RefusedFormulae.Provider value="show">
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        To the content
      </a>
      <header class="bar">
        <nav aria-label="Pages">
          <a class="home" href="#/" aria-current={here === '' ? 'page' : undefined}>
            α-CL
          </a>
          {sources.state === 'here' &&
            PAGES.filter((page) => hasWhatItNeeds(page, sources.value)).map(({ path, title }) => (
              <a key={path} href={addressOf([path])} aria-current={path === here ? 'page' : undefined}>
                {title}
              </a>
            ))}
        </nav>
        <SchemeChoice />
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        {shown}
      </main>
    </RefusedFormulae.Provider>
  );
}

function Place({ sources, address }: { readonly sources: Sources; readonly address: Address }) {
  const [here, ...rest] = address.path;
  if (here === undefined) return <Start sources={sources} />;
  const page = PAGES.find(({ path }) => path === here);
  if (page === undefined) {
    return (
      <>
        <h1>
          There is no page <code>{here}</code>
        </h1>
        <p>
          <a href="#/">Start</a>
        </p>
      </>
    );
  }
  if (!hasWhatItNeeds(page, sources)) {
    return (
      <>
        <h1>{page.title}</h1>
        <p>
          {page.title} needs {page.needs}: name its folder after{' '}
          <code>alpha-cl {sources.live ? 'serve' : 'site DIR'}</code>
          {sources.waiting.length > 0 && ', or wait until there is one in those that were named'}.{' '}
          <a href="#/">Start</a>
        </p>
      </>
    );
  }
  return <Opened page={page} sources={sources} rest={rest} query={address.query} />;
}

function Opened({ page, ...props }: PageProps & { readonly page: Page }) {
  const view = useAsked(page.path, page.load);
  return <Waiting asked={view}>{(View) => <View {...props} />}</Waiting>;
}

function SchemeChoice() {
  const [chosen, setChosen] = useState(chosenScheme);
  useEffect(applyScheme, []);
  return (
    <label class="scheme" title="Colours of the page">
      <span class="hidden">Colours</span>
      <select
        value={chosen}
        onChange={(event) => {
          const choice = CHOICES.find((each) => each === event.currentTarget.value) ?? 'system';
          chooseScheme(choice);
          setChosen(choice);
        }}
      >
        {CHOICES.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </label>
  );
}
