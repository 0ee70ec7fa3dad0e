/** A time (milliseconds since the epoch) by the clock of UTC: `2026-11-20 12:00:05`. */
export function dateAndTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')
}

/** The same with its zone, as App::Spoor writes it: `2026-11-20 12:00:05 +0000`. */
export function utc(milliseconds: number): string {
  return `${dateAndTime(milliseconds)} +0000`
}
