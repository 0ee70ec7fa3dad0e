import { statSync } from 'node:fs'
import { join } from 'node:path'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'

/** A running process, as far as /proc shows it to this user. */
export interface HostProcess {
  readonly pid: number
  readonly uid: number
  /** What it calls itself, at most 15 bytes: `spoor-collect`. */
  readonly title: string
  /** The words that it was started with, unless it has changed them; empty for one of the kernel. */
  readonly words: readonly string[]
}

/** More processes than this are not looked at. */
const MOST = 20_000

/** The processes of the host whose files are below `root`; none if it shows none. */
export async function processesBelow(root: string): Promise<readonly HostProcess[]> {
  const found: HostProcess[] = []
  const folder = join(root, 'proc')
  try {
    for await (const entries of entriesOf(folder)) {
      for (const { name } of entries) if (/^\d+$/.test(name)) found.push(...processAt(join(folder, name), Number(name)))
      if (found.length >= MOST) break
    }
  } catch {
    // A container may hide it all.
  }
  return found
}

function processAt(folder: string, pid: number): readonly HostProcess[] {
  try {
    const { uid } = statSync(folder)
    const title = readRegularFileSync(join(folder, 'comm')).text.trimEnd()
    const words = readRegularFileSync(join(folder, 'cmdline')).text.split('\0').slice(0, 20)
    return [{ pid, uid, title, words }]
  } catch {
    // It has ended since.
    return []
  }
}
