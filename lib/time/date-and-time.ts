/** A time, given in milliseconds since the epoch, in UTC: `2026-11-20 12:00:05`. */
export function dateAndTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')
}

/** A time in UTC with its zone, as App::Spoor writes it: `2026-11-20 12:00:05 +0000`. */
export function utc(milliseconds: number): string {
  return `${dateAndTime(milliseconds)} +0000`
}

/** A time, given in seconds since the epoch, as messages write it: `2026-11-20 12:00:05 UTC`. */
export function utcStamp(seconds: number): string {
  return `${dateAndTime(seconds * 1000)} UTC`
}
