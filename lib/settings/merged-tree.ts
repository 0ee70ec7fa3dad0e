import { shiftsBehind } from './merged-lists.ts'
import type { Option } from './option.ts'
import type { Path, Tree } from './tree.ts'

type Section = Readonly<Record<string, unknown>>

/**
 * Merges files key by key: a later file overrides an earlier one. A list of values is one value; to a list of sections
 * a later file adds its own. A key that is written instead of another (`insteadOf`) removes the other.
 */
export function mergeTrees([main, ...others]: readonly [Tree, ...Tree[]], options: Option): Tree {
  return others.reduce((earlier, later) => merge(earlier, later, options), main)
}

function merge(earlier: Tree, later: Tree, options: Option): Tree {
  const { inBoth, inLater } = shiftsBehind(earlier.value, options)
  const isWhole = earlier.value !== null && later.value !== null
  return {
    files: [...earlier.files, ...later.files],
    // If a file cannot be parsed, that is all that is reported.
    value: isWhole ? valueOf(earlier.value, later.value, options) : null,
    problems: [
      ...earlier.problems,
      ...later.problems.map((problem) => ({ ...problem, path: inBoth(problem.path) })),
      ...includesOf(later),
    ],
    retired: [...earlier.retired, ...later.retired],
    find: (path) => {
      const own = inLater(path)
      return (own && later.find(own)) ?? earlier.find(path)
    },
  }
}

/** Includes do not nest: nobody could see which value applies. */
function includesOf(tree: Tree): Tree['problems'] {
  const path: Path = ['include']
  const place = tree.find(path)
  return place === undefined ? [] : [{ path, place, text: 'stands in the main file alone; name the files there' }]
}

function valueOf(earlier: unknown, later: unknown, option: Option | undefined): unknown {
  if (later === undefined) return earlier
  if (option?.item !== undefined && Array.isArray(earlier) && Array.isArray(later)) return [...earlier, ...later]
  const isSection = option?.below !== undefined || option?.isFree === true
  return isSection && isObject(earlier) && isObject(later) ? sectionOf(earlier, later, option) : later
}

function sectionOf(earlier: Section, later: Section, option: Option): Section {
  const replaced = new Set(
    (option.below ?? []).filter(({ key }) => later[key] !== undefined).map(({ insteadOf }) => insteadOf),
  )
  const kept = Object.entries(earlier).filter(([key]) => later[key] !== undefined || !replaced.has(key))
  const childOf = (key: string): Option | undefined => option.each ?? option.below?.find((child) => child.key === key)
  const changed = Object.entries(later).map(([key, value]) => [key, valueOf(earlier[key], value, childOf(key))])
  return { ...Object.fromEntries(kept), ...Object.fromEntries(changed) }
}

function isObject(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
