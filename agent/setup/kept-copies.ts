import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { createAtomically, type Rights } from '../../lib/system/files/atomic-file.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'

/** How many copies of a file are kept. */
const MOST = 5

/** Where a copy of a file as it was at this time is kept: `spoor.yml.before-20261201-055500`, which nothing reads. */
export function copyPath(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+Z$/g, '')
  return `${file}.before-${stamp.replace('T', '-')}`
}

/** The copies of a file that are kept, oldest first. */
async function keptCopies(file: string): Promise<readonly string[]> {
  const name = `${basename(file)}.before-`
  const ours: string[] = []
  for await (const entries of entriesOf(dirname(file)))
    ours.push(...entries.map((entry) => entry.name).filter((each) => isCopy(each, name)))
  return ours.toSorted().map((each) => join(dirname(file), each))
}

function isCopy(name: string, beginning: string): boolean {
  return name.startsWith(beginning) && /^\d{8}-\d{6}$/.test(name.slice(beginning.length))
}

/**
 * Keeps a file's text beside it, unless the newest copy says the same: after an interruption the same is kept again.
 * The oldest of many copies go.
 */
export async function keepCopy(file: string, text: string, rights: Rights, now: number): Promise<void> {
  const before = (await keptCopies(file)).at(-1)
  if (before !== undefined && (await readRegularFile(before).catch(() => undefined)) === text) return
  await createAtomically(copyPath(file, now), text, rights)
  for (const old of (await keptCopies(file)).slice(0, -MOST)) await rm(old, { force: true })
}
