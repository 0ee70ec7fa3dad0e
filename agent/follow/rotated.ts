import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Position } from './checkpoint.ts'

/** What a rotation makes of NAME: `NAME.1` (the higher, the older) or `NAME-20261121`, `NAME-20261121-033000` (the lower, the older). */
const NUMBERED = /^\.(\d{1,6})$/
const DATED = /^-(\d{8}(?:-?\d{4,10})?)$/

/** The rotated files beside a path, the newest first. Other files that begin with its name are none of ours. */
function rotatedFiles(path: string): string[] {
  const folder = dirname(path)
  const name = basename(path)
  const suffixes = namesIn(folder)
    .filter((entry) => entry.startsWith(name))
    .map((entry) => entry.slice(name.length))
  const numbered = suffixes
    .filter((suffix) => NUMBERED.test(suffix))
    .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
  const dated = suffixes
    .filter((suffix) => DATED.test(suffix))
    .sort()
    .toReversed()
  return [...numbered, ...dated].map((suffix) => join(folder, name + suffix))
}

/**
 * Where the file of a position went when its path was rotated, and what was rotated away after it, oldest first; undefined
 * where it is not among the rotated files. Found by device and inode: the caller has to compare the content.
 */
export function findRotated(
  path: string,
  { device, inode }: Pick<Position, 'device' | 'inode'>,
): { readonly at: string; readonly newer: readonly string[] } | undefined {
  const candidates = rotatedFiles(path)
  const found = candidates.findIndex((candidate) => isFile(candidate, device, inode))
  const at = candidates[found]
  if (at === undefined) return undefined
  const scheme = NUMBERED.test(at.slice(path.length)) ? NUMBERED : DATED
  const newer = candidates.slice(0, found).filter((candidate) => scheme.test(candidate.slice(path.length)))
  return { at, newer: newer.toReversed() }
}

/** Without the right or the folder to look there are no rotated files to be had. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isFile(path: string, device: string, inode: string): boolean {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats !== undefined && String(stats.dev) === device && String(stats.ino) === inode
}
