import { readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'

/** What a rotation makes of NAME: `NAME.1` (the higher, the older) or `NAME-20261121`, `NAME-20261121-033000` (the lower, the older). */
const NUMBERED = /^\.(\d{1,6})$/
const DATED = /^-(\d{8}(?:-?\d{4,10})?)$/

/** What one file is known by, as text; without a device it is looked for on any. */
export interface Identity {
  readonly device?: string
  readonly inode: string
}

/** Where a rotated file stands, and what was rotated away after it, oldest first. */
export interface Rotated {
  readonly at: string
  readonly newer: readonly string[]
}

/**
 * Where a file went when its path was rotated; undefined where it is not among the rotated files, which stand beside the
 * path or, where that is a link, beside what it leads to. Found by its identity: the caller has to compare the content.
 */
export function findRotated(path: string, identity: Identity): Rotated | undefined {
  const bases = new Set([path, realPath(path)])
  return [...bases].map((base) => findBeside(base, identity)).find((rotated) => rotated !== undefined)
}

function findBeside(base: string, identity: Identity): Rotated | undefined {
  const suffixes = suffixesOf(base)
  const numbered = suffixes
    .filter((suffix) => NUMBERED.test(suffix))
    .sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)))
  const dated = suffixes.filter((suffix) => DATED.test(suffix)).sort()
  for (const scheme of [numbered, dated]) {
    const files = scheme.map((suffix) => base + suffix)
    const index = files.findIndex((file) => isFile(file, identity))
    const at = files[index]
    if (at !== undefined) return { at, newer: files.slice(index + 1) }
  }
  return undefined
}

/** What the files beside a path that begin with its name add to it. Without the right or the folder to look there are none. */
function suffixesOf(path: string): string[] {
  const name = basename(path)
  try {
    return readdirSync(dirname(path))
      .filter((entry) => entry.startsWith(name))
      .map((entry) => entry.slice(name.length))
  } catch {
    return []
  }
}

/** A file that cannot be looked at (gone meanwhile, a loop of links) is none of ours. */
function isFile(path: string, { device, inode }: Identity): boolean {
  try {
    const { dev, ino } = statSync(path, { bigint: true })
    return String(ino) === inode && (device === undefined || String(dev) === device)
  } catch {
    return false
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
