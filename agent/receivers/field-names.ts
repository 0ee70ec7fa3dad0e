const MOST_NAMES = 16
const NAME = /^[a-z_]{1,32}$/

/**
 * The names in a header `Spoor-Fields`, by which a receiver asks for further fields of entries: separated by commas, at
 * most the first 16. Names that no field can have are ignored.
 */
export function fieldNames(header: string): readonly string[] {
  const names = new Set(header.split(',').map((name) => name.trim()))
  return [...names].filter((name) => NAME.test(name)).slice(0, MOST_NAMES)
}
