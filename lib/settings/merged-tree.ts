import type { Option } from './option.ts'
import type { Path, Tree } from './tree.ts'

type Section = Readonly<Record<string, unknown>>

/**
 * Merges files key by key: a later file overrides an earlier one, and a list is one value. A key that is written
 * instead of another (`insteadOf`) removes the other.
 */
export function mergeTrees([main, ...others]: readonly [Tree, ...Tree[]], options: Option): Tree {
  return others.reduce((earlier, later) => merge(earlier, later, options), main)
}

function merge(earlier: Tree, later: Tree, options: Option): Tree {
  const isWhole = earlier.value !== null && later.value !== null
  return {
    files: [...earlier.files, ...later.files],
    // Where a file cannot be parsed, nothing but that is reported.
    value: isWhole ? valueOf(earlier.value, later.value, options) : null,
    problems: [...earlier.problems, ...later.problems, ...includesOf(later)],
    retired: [...earlier.retired, ...later.retired],
    find: (path) => later.find(path) ?? earlier.find(path),
  }
}

/** Includes do not nest: nobody could see what counts. */
function includesOf(tree: Tree): Tree['problems'] {
  const path: Path = ['include']
  const place = tree.find(path)
  return place === undefined ? [] : [{ path, place, text: 'stands in the main file alone; name the files there' }]
}

function valueOf(earlier: unknown, later: unknown, option: Option | undefined): unknown {
  if (later === undefined) return earlier
  const isSection = option?.below !== undefined || option?.isFree === true
  if (!isSection || !isObject(earlier) || !isObject(later)) return later
  const replaced = new Set(
    (option.below ?? []).filter(({ key }) => later[key] !== undefined).map(({ insteadOf }) => insteadOf),
  )
  const kept = Object.entries(earlier).filter(([key]) => later[key] !== undefined || !replaced.has(key))
  const childOf = (key: string): Option | undefined => option.below?.find((child) => child.key === key)
  const changed = Object.entries(later).map(([key, value]) => [key, valueOf(earlier[key], value, childOf(key))])
  return { ...Object.fromEntries(kept), ...Object.fromEntries(changed) }
}

function isObject(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
