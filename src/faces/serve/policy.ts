/**
 * Content security policy of the explorer, which stands in the page itself, for any web host, and which the server sends too: nothing
 * comes from elsewhere, and no script runs but those beside the page. Style attributes are those of KaTeX and Vega; they can load nothing,
 * since all else is bound to the same host.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
