import { entriesIn, inFolder, statsOf } from '../../lib/system/files/held-folder.ts'

/** Entries that are looked at; cPanel has a folder for each category of hooks, with a few files each. */
const MOST = 256

/** Names the newest change in a folder and in its folders; empty if there is no such folder. */
export function newestChange(folder: string): string {
  let [newest, left] = [0, MOST]
  const visit = (path: string, depth: number): void => {
    const stats = statsOf(path)
    if (stats === undefined) return
    newest = Math.max(newest, stats.mtimeMs, stats.ctimeMs)
    if (!stats.isDirectory() || depth === 0) return
    inFolder(path, (held) => {
      for (const { name } of entriesIn(held)) {
        if ((left -= 1) < 0) return
        visit(`${held}/${name}`, depth - 1)
      }
    })
  }
  visit(folder, 2)
  return newest === 0 ? '' : String(newest)
}
