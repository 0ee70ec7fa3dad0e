import type { Path } from './tree.ts'

/** Names that stand for an item in a path; any other item is told by its number. */
const PLAIN = /^[a-z][\w-]*$/i

/**
 * A path in a configuration of this value as messages show it: an item of a list that has a `name` is told by it
 * (`receivers.hub.host`), since with several files nobody knows its number.
 */
export function shownPath(path: Path, value: unknown): Path {
  return along(path, value, (key, items) => nameOf(items[Number(key)]) ?? key)
}

/** The same path with the number of each item; of several items with one name that of the first. */
export function numberedPath(path: Path, value: unknown): Path {
  return along(path, value, (key, items) => {
    const index = items.findIndex((item) => nameOf(item) === key)
    return index === -1 ? key : String(index)
  })
}

/** The path with each key of an item replaced. */
function along(path: Path, value: unknown, replace: (key: string, items: readonly unknown[]) => string): Path {
  const [key, ...rest] = path
  if (key === undefined || typeof value !== 'object' || value === null) return path
  if (!Array.isArray(value)) return [key, ...along(rest, new Map(Object.entries(value)).get(key), replace)]
  const replaced = replace(key, value)
  const item: unknown = value[Number(key)] ?? value[Number(replaced)]
  return [replaced, ...along(rest, item, replace)]
}

function nameOf(item: unknown): string | undefined {
  const name = typeof item === 'object' && item !== null && 'name' in item ? item.name : undefined
  return typeof name === 'string' && PLAIN.test(name) ? name : undefined
}
