import { lstatSync, opendirSync } from 'node:fs'
import { join } from 'node:path'

/** Entries that are looked at; cPanel has a folder for each category, with two files each. */
const MOST = 256

/** Names the newest change of a folder, of its folders and of what is in these; empty if it cannot be read. */
export function newestChange(folder: string): string {
  let newest = 0
  let left = MOST
  const visit = (path: string, depth: number): void => {
    const stats = lstatSync(path)
    newest = Math.max(newest, stats.mtimeMs, stats.ctimeMs)
    if (!stats.isDirectory() || depth === 0) return
    const held = opendirSync(path)
    try {
      for (let entry = held.readSync(); entry !== null && left > 0; entry = held.readSync()) {
        left -= 1
        visit(join(path, entry.name), depth - 1)
      }
    } finally {
      held.closeSync()
    }
  }
  try {
    visit(folder, 2)
  } catch {
    // Without cPanel there is no registry, and a file of it can go while we look.
  }
  return newest === 0 ? '' : String(newest)
}
