/** Shows a time as `2026-11-24 08:30 UTC`. */
export function Moment({ at }: { /** ISO 8601, of UTC. */ readonly at: string }) {
  return <time dateTime={at}>{at.slice(0, 16).replace('T', ' ')} UTC</time>;
}
