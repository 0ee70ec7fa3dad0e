/**
 * Parses `<whole number><unit>` (no sign, no leading zero, no space) into the smallest unit; undefined for anything
 * else.
 */
function quantity(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit = ''] = /^([1-9]\d{0,15})([A-Za-z]{1,3})$/.exec(text) ?? []
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined
  if (digits === undefined || factor === undefined) return undefined
  const value = Number(digits) * factor
  return Number.isSafeInteger(value) ? value : undefined
}

const PERIOD: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

const DURATION = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const SIZE = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }

/** Milliseconds of `500ms`, `30s`, `5m`, `1h` or `7d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  return quantity(text, DURATION)
}

/** Bytes of `512B`, `64KiB`, `10MiB` or `1GiB`; undefined for anything else. */
export function parseSize(text: string): number | undefined {
  return quantity(text, SIZE)
}

/** Milliseconds between two events at `10/s`, `600/m` or `1000/h`; undefined for anything else. */
export function parseRate(text: string): number | undefined {
  const [, count = '', unit = ''] = /^([1-9]\d{0,5})\/([smh])$/.exec(text) ?? []
  const period = Object.hasOwn(PERIOD, unit) ? PERIOD[unit] : undefined
  return period === undefined ? undefined : period / Number(count)
}
