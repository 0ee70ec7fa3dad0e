import { constants, existsSync } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Follower } from '../config/config.ts'
import type { Loaded } from '../config/load.ts'
import { nearest } from '../config/nearest.ts'
import { driverOf } from '../drivers/index.ts'
import { isCopyName } from '../follow/copy-name.ts'
import { discover, isPattern } from '../follow/discover.ts'
import { exposedFolders, exposureText } from '../status/exposed-folders.ts'
import { codeOf } from '../system/errors.ts'
import { elapsed } from '../system/clock.ts'
import { entriesOf } from '../system/folder-entries.ts'
import { Mounts } from '../system/mounts.ts'
import { realPath } from '../system/real-path.ts'
import type { Finding } from './finding.ts'

/** So many names of a folder are compared with the one that is not there. */
const MOST_NAMES = 10_000

/**
 * How the logs stand. One that is not there may come later, and is worth a warning; one whose path looks like that of a file that is
 * there is mistyped, and where none is there at all nothing is followed.
 */
export async function logFindings(
  { config, placeOf }: Loaded,
  mounts: Pick<Mounts, 'rootOf'> = new Mounts(elapsed),
): Promise<readonly Finding[]> {
  const seen = await Promise.all(config.followers.map((follower) => look(follower, placeOf, mounts)))
  const exposed = exposedFolders(config.followers).map(exposureText)
  const findings: readonly Finding[] = [
    ...seen.map(({ finding }) => finding),
    ...exposed.map((text) => ({ check: 'log', state: 'warning', text }) as const),
  ]
  if (seen.some(({ isThere }) => isThere) || findings.some(({ state }) => state === 'failed')) return findings
  return [...findings, { check: 'log', state: 'failed', text: 'None of these logs is there: nothing can be followed.' }]
}

const BOUND =
  'can be read, but is mounted by itself: a rotation where it comes from is not seen here; mount its folder instead'

interface Look {
  readonly finding: Finding
  readonly isThere: boolean
}

async function look(
  { source, path }: Follower,
  placeOf: Loaded['placeOf'],
  mounts: Pick<Mounts, 'rootOf'>,
): Promise<Look> {
  const found = (state: Finding['state'], text: string): Look => {
    const place = state === 'failed' ? `${placeOf(['followers', source, 'name'])}: ` : ''
    return {
      finding: { check: 'log', state, text: `${place}followers.${source}: ${path} ${text}` },
      isThere: state === 'ok',
    }
  }
  if (isPattern(path)) return found(...(await logsMeant(path)))
  try {
    await access(path, constants.R_OK)
    const isFile = (await stat(path)).isFile()
    if (isFile && mounts.rootOf(realPath(path)) !== undefined) return { ...found('warning', BOUND), isThere: true }
    if (isFile) return found('ok', 'can be read')
    return found('failed', `is a folder, pipe or device; correct followers.${source}.name`)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return found(...(await missing(path, source)))
    // The collector of the packages may read what this user may not.
    const isRight = code === 'EACCES' || code === 'EPERM'
    const { finding } = found(isRight ? 'warning' : 'failed', `cannot be read by this user (${code})`)
    return { finding, isThere: isRight }
  }
}

type Verdict = readonly [state: Finding['state'], text: string]

async function logsMeant(pattern: string): Promise<Verdict> {
  try {
    const { count, paths } = await discover(pattern)
    const all = count > paths.length ? `, of which only ${paths.length} are followed` : ''
    return [count === 0 || all !== '' ? 'warning' : 'ok', `means ${count} logs now${all}`]
  } catch (error) {
    return ['warning', `cannot be looked for by this user (${codeOf(error)})`]
  }
}

async function missing(path: string, source: string): Promise<Verdict> {
  const instead = await (existsSync(dirname(path)) ? similar(path) : similarFolder(path))
  const { path: usual } = driverOf(source)
  const there = instead ?? (usual !== path && existsSync(usual) ? usual : undefined)
  return there === undefined
    ? ['warning', 'is not there yet; it is read from its beginning when it appears']
    : ['failed', `is not there, but ${there} is; correct followers.${source}.name`]
}

/** What is in the same folder and is called nearly so. Names that differ in their numbers are meant to be different. */
async function similar(path: string): Promise<string | undefined> {
  const folder = dirname(path)
  const letters = (name: string): string => name.replaceAll(/\d+/g, '0')
  const names = (await namesIn(folder)).filter((name) => !isCopyName(name) && letters(name) !== letters(basename(path)))
  const name = nearest(basename(path), names)
  return name === undefined ? undefined : join(folder, name)
}

/** The same path with a folder on the way as it is really called; undefined where the file is not there either. */
async function similarFolder(path: string): Promise<string | undefined> {
  let folder = dirname(path)
  while (!existsSync(dirname(folder))) folder = dirname(folder)
  const real = await similar(folder)
  const file = real === undefined ? undefined : join(real, path.slice(folder.length))
  return file !== undefined && existsSync(file) ? file : undefined
}

/** The first of the names in a folder; none where it cannot be read. Whoever writes there decides how many there are. */
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
