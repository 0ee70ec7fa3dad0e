import { readdirSync, statSync } from 'node:fs'
import { appendFile, chmod, cp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { ROOT } from '../../build/executable/bundle.ts'
import { digest } from './digest.ts'

const FROZEN = join(ROOT, 'test/fixtures/frozen')

/** The versions that are frozen. */
export const VERSIONS: readonly string[] = readdirSync(FROZEN).filter((name) => /^\d/.test(name))

/** A path in what is frozen of a version. */
export function frozen(version: string, ...names: readonly string[]): string {
  return join(FROZEN, version, ...names)
}

/** What a version itself made of what is frozen of it. */
export async function expected<T>(version: string, name: string): Promise<T> {
  const content: T = JSON.parse(await readFile(frozen(version, 'expected', `${name}.json`), 'utf8'))
  return content
}

/** Files that are larger than so many bytes are frozen compressed, under a name with this end. */
const LARGE = 64 * 1024
const COMPRESSED = '.frozen.gz'

/** By its inode then, which file a saved position means. */
type Inodes = Record<string, string>

/** Freezes a server. */
export async function freeze(version: string, server: string): Promise<void> {
  const inodes: Inodes = {}
  for (const file of pathsIn(join(server, 'logs')).files) inodes[(await stat(file)).ino] = relative(server, file)
  await writeFile(frozen(version, 'inodes.json'), `${JSON.stringify(inodes, null, 2)}\n`)
  const copy = frozen(version, 'server')
  await cp(server, copy, { recursive: true })
  await rm(join(copy, 'conf.d'), { recursive: true })
  for (const file of pathsIn(copy).files) {
    if ((await stat(file)).size <= LARGE) continue
    await writeFile(`${file}${COMPRESSED}`, gzipSync(await readFile(file)))
    await rm(file)
  }
}

/**
 * Lays a server out in an empty folder. Git keeps no modes, and the logs have other inodes there: what names them is
 * mended, and sealed reports are sealed anew.
 */
export async function thaw(version: string, folder: string): Promise<void> {
  await cp(frozen(version, 'server'), folder, { recursive: true })
  await makePrivate(folder)
  const { files } = pathsIn(folder)
  for (const file of files.filter((each) => each.endsWith(COMPRESSED))) {
    await writeFile(file.slice(0, -COMPRESSED.length), gunzipSync(await readFile(file)))
    await rm(file)
  }
  const inodes: Inodes = JSON.parse(await readFile(frozen(version, 'inodes.json'), 'utf8'))
  for (const file of files.filter((each) => each.endsWith('.json'))) {
    const text = await readFile(file, 'utf8')
    const mended = text.replaceAll(/(?<="inode":")\d+(?=")/g, (inode) => {
      const log = inodes[inode]
      return log === undefined ? inode : String(statSync(join(folder, log)).ino)
    })
    if (mended !== text)
      await writeFile(
        file,
        mended.replace(SEALED, (_, report) => `${report},"seal":"${digest(`${report}}`)}"}`),
      )
  }
}

const SEALED = /^(.*),"seal":"[\w-]{22}"}$/m

/** Files of which the whole content becomes another; to all others something is appended. */
const INSTEAD = '.instead'

/** What happens to the logs next. */
export async function goOn(version: string, folder: string): Promise<void> {
  const later = frozen(version, 'later')
  for (const file of pathsIn(later).files) {
    const log = join(folder, 'logs', relative(later, file))
    const content = await readFile(file)
    await (log.endsWith(INSTEAD) ? writeFile(log.slice(0, -INSTEAD.length), content) : appendFile(log, content))
  }
}

/** Gives all that is in a folder the modes that the agent wants. */
export async function makePrivate(folder: string): Promise<void> {
  const { files, folders } = pathsIn(folder)
  for (const path of files) await chmod(path, 0o600)
  for (const path of folders) await chmod(path, 0o700)
}

function pathsIn(folder: string): { readonly files: readonly string[]; readonly folders: readonly string[] } {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = (of: typeof entries): string[] => of.map(({ parentPath, name }) => join(parentPath, name))
  return {
    files: paths(entries.filter((entry) => entry.isFile())),
    folders: paths(entries.filter((entry) => entry.isDirectory())),
  }
}
