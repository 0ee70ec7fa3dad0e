/** A time in milliseconds since the epoch as the clock of this machine shows it: `2026-11-20 12:00:05 +0100`. */
export function localTime(milliseconds: number): string {
  const time = new Date(milliseconds)
  const offset = -time.getTimezoneOffset()
  const shown = new Date(milliseconds + offset * 60_000).toISOString().slice(0, 19).replace('T', ' ')
  return `${shown} ${offset < 0 ? '-' : '+'}${twoDigits(offset / 60)}${twoDigits(offset % 60)}`
}

function twoDigits(number: number): string {
  return String(Math.trunc(Math.abs(number))).padStart(2, '0')
}
