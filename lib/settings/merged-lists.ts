import type { Option } from './option.ts'
import type { Path } from './tree.ts'

/** How paths change when the items of a later file's lists follow those of earlier files. */
export interface Shifts {
  /** Turns a path of the later file into one of both files together. */
  readonly inBoth: (path: Path) => Path
  /** The reverse; undefined for an item of an earlier file. */
  readonly inLater: (path: Path) => Path | undefined
}

/** The shifts of a file whose lists of sections follow those in the value of the earlier files. */
export function shiftsBehind(earlier: unknown, options: Option): Shifts {
  const shifted = (path: Path, direction: 1 | -1): Path | undefined => {
    const { depth, before } = listOn(path, earlier, options)
    if (before === 0) return path
    const index = Number(path[depth]) + direction * before
    return index < 0 ? undefined : path.with(depth, String(index))
  }
  return { inBoth: (path) => shifted(path, 1) ?? path, inLater: (path) => shifted(path, -1) }
}

/** The depth at which a path names an item of a list of sections, and how many items earlier files have there. */
function listOn(path: Path, earlier: unknown, options: Option): { readonly depth: number; readonly before: number } {
  let option: Option | undefined = options
  let value = earlier
  for (const [depth, key] of path.entries()) {
    if (option?.item !== undefined) return { depth, before: Array.isArray(value) ? value.length : 0 }
    option = option?.each ?? option?.below?.find((child) => child.key === key)
    value = isSection(value) ? value[key] : undefined
  }
  return { depth: path.length, before: 0 }
}

function isSection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
