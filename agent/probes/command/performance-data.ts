import type { Gauge } from '../probe.ts'
import { said } from '../wire/said.ts'

/** The most numbers of one run that are kept. */
const MOST = 24

/** Longest performance data that is read, in characters. */
const LONGEST = 16_384

/** What a unit of measurement makes of a number (Nagios plugin development guidelines, performance data). */
const UNITS: Readonly<Record<string, readonly [name: string, factor: number]>> = {
  '': ['plugin_value', 1],
  s: ['plugin_seconds', 1],
  ms: ['plugin_seconds', 1e-3],
  us: ['plugin_seconds', 1e-6],
  '%': ['plugin_ratio', 0.01],
  b: ['plugin_bytes', 1],
  kb: ['plugin_bytes', 1024],
  mb: ['plugin_bytes', 1024 ** 2],
  gb: ['plugin_bytes', 1024 ** 3],
  tb: ['plugin_bytes', 1024 ** 4],
  c: ['plugin_count', 1],
}

/** The numbers in performance data, `'label'=value[UOM];warn;crit;min;max …`; what is none is passed over. */
export function numbersIn(data: string): readonly Gauge[] {
  const gauges: Gauge[] = []
  for (const { label, value: written } of pairsIn(data.slice(0, LONGEST))) {
    const [, digits = '', unit = ''] = /^(-?[\d.]+)([A-Za-z%]*)(?:;|$)/.exec(written) ?? []
    const [name, factor] = UNITS[unit.toLowerCase()] ?? ['plugin_value', 1]
    const value = digits === '' ? NaN : Number(digits) * factor
    if (!Number.isFinite(value)) continue
    gauges.push({ name, value, of: { label: said(Buffer.from(label, 'latin1'), 60) } })
    if (gauges.length === MOST) break
  }
  return gauges
}

/** Labels and what follows their `=`, up to a blank. A label with blanks is in quotes; a quote in it is doubled. */
function* pairsIn(data: string): Generator<{ readonly label: string; readonly value: string }> {
  const text = data.replaceAll(/\s/g, ' ')
  for (let at = 0; at < text.length;) {
    const isQuoted = text[at] === "'"
    const behind = isQuoted ? endOfQuoted(text, at + 1) : at
    const end = placeOf(' ', text, behind)
    const equals = isQuoted ? behind : placeOf('=', text, at)
    const label = isQuoted ? text.slice(at + 1, behind - 1).replaceAll("''", "'") : text.slice(at, equals)
    if (text[equals] === '=' && equals < end && label !== '') yield { label, value: text.slice(equals + 1, end) }
    at = end + 1
  }
}

/** Behind the quote that ends a label. */
function endOfQuoted(data: string, begin: number): number {
  for (let at = begin; ; at += 2) {
    at = placeOf("'", data, at)
    if (data[at + 1] !== "'") return Math.min(at + 1, data.length)
  }
}

function placeOf(what: string, data: string, from: number): number {
  const at = data.indexOf(what, from)
  return at < 0 ? data.length : at
}
