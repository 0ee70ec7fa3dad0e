const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** Bytes in the largest unit of which there is one: `3.1 GiB`. */
export function inBytes(bytes: number): string {
  const [value = '', unit = ''] = bytesInColumn(bytes).split(' ')
  return `${Number(value)} ${unit}`
}

/** The same with all its digits, as numbers below each other have them: `3.10 GiB`. */
export function bytesInColumn(bytes: number): string {
  const unit = unitOf(bytes)
  const value = bytes / 1024 ** unit
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2
  return `${value.toFixed(digits)} ${UNITS[unit]}`
}

/** How many bytes are one of the unit in which so many are told. */
export function unitBytes(bytes: number): number {
  return 1024 ** unitOf(bytes)
}

/** Rounds up first: 1023.99 KiB would be told as 1024. */
function unitOf(bytes: number): number {
  const unit = UNITS.findIndex((_, index) => bytes < 1024 ** (index + 1) * 0.9995)
  return unit === -1 ? UNITS.length - 1 : unit
}

/** A part of a whole in percent, as exactly as it matters: `0.04 %`, `3.2 %`, `48 %`. */
export function inPercent(part: number, whole: number): string {
  const text = percentInColumn(part, whole)
  return text.startsWith('<') ? text : `${Number.parseFloat(text)} %`
}

/** The same with all its digits, as numbers below each other have them: `4.0 %`. */
export function percentInColumn(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (part / whole) * 100
  if (percent === 0) return '0 %'
  if (percent < 0.01) return '< 0.01 %'
  return `${percent.toFixed(percent < 1 ? 2 : percent < 10 ? 1 : 0)} %`
}
