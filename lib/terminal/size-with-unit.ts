const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** Bytes in words with three digits: `512 B`, `1.43 KiB`, `27.4 MiB`, `186 GiB`. */
export function sizeWithUnit(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  let [size, unit] = [bytes / 1024, 0]
  // What would be written as 1000 or more is one of the next unit.
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${size < 99.95 ? size.toPrecision(3) : Math.round(size)} ${UNITS[unit]}`
}
