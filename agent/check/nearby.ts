import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { realPath } from '../../lib/system/files/real-path.ts'
import { nearest } from '../../lib/text/nearest.ts'
import { isCopyName } from '../follow/search/copy-name.ts'

/** The most names of a folder that are compared with a missing one. */
const MOST_NAMES = 10_000

/** An existing path that is nearly the same as a missing one: its name differs, or that of one folder above. */
export async function nearby(path: string): Promise<string | undefined> {
  return await (existsSync(dirname(path)) ? similar(path) : similarFolder(path))
}

/** A file in the folder of a pattern whose name begins and ends nearly like those that match. */
export async function nearlyMeant(pattern: string): Promise<string | undefined> {
  const pieces = basename(pattern).split('*')
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)]
  const ends = (name: string): string =>
    name.slice(0, first.length) + name.slice(Math.max(0, name.length - last.length))
  const names = (await namesIn(dirname(pattern))).filter((name) => !isCopyName(name) && !name.startsWith('.'))
  const near = nearest(first + last, names.map(ends))
  const name = near === undefined || near.length < 3 ? undefined : names.find((each) => ends(each) === near)
  return name === undefined ? undefined : join(dirname(pattern), name)
}

/** A path in the same folder with nearly the same name. Names that differ only in their numbers are meant to differ. */
async function similar(path: string): Promise<string | undefined> {
  const folder = dirname(path)
  const letters = (name: string): string => name.replaceAll(/\d+/g, '0')
  const names = (await namesIn(folder)).filter((name) => !isCopyName(name) && letters(name) !== letters(basename(path)))
  const name = nearest(basename(path), names)
  return name === undefined ? undefined : join(folder, name)
}

/** The same path with the real name of one folder above; undefined where that does not exist either. */
async function similarFolder(path: string): Promise<string | undefined> {
  let folder = dirname(path)
  while (!existsSync(dirname(folder))) folder = dirname(folder)
  const real = await similar(folder)
  const file = real === undefined ? undefined : join(real, path.slice(folder.length))
  return file !== undefined && existsSync(file) ? file : undefined
}

/**
 * The first names in a folder, bounded since anybody who may write there decides how many there are; none if
 * unreadable.
 */
async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = []
  try {
    for await (const entries of entriesOf(realPath(folder))) {
      names.push(...entries.map(({ name }) => name))
      if (names.length >= MOST_NAMES) break
    }
  } catch {
    return []
  }
  return names
}
