/** Vega, Vega-Lite and vega-embed as their packages ship them for browsers, loaded when the first chart is drawn. */
import type embed from 'vega-embed';

export type { Result as Embedded } from 'vega-embed';

let loaded: Promise<typeof embed> | undefined;

/** Loads Vega, Vega-Lite and vega-embed once. @throws Error when a file cannot be loaded */
export function vegaEmbed(): Promise<typeof embed> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<typeof embed> {
  // Each looks for the one before under its global name.
  for (const name of ['vega', 'vega-lite', 'vega-embed']) await runScript(`vendor/${name}.js`);
  return (globalThis as unknown as { readonly vegaEmbed: typeof embed }).vegaEmbed;
}

async function runScript(address: string): Promise<void> {
  const script = document.createElement('script');
  script.src = address;
  await new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${address} cannot be loaded`)));
    document.head.append(script);
  });
}
