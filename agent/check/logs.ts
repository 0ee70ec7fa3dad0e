import { constants, existsSync } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { elapsed } from '../../lib/system/clock.ts'
import { codeOf } from '../../lib/system/errors.ts'
import { Mounts } from '../../lib/system/files/mounts.ts'
import { realPath } from '../../lib/system/files/real-path.ts'
import { counted } from '../../lib/terminal/count.ts'
import type { Follower } from '../config/config.ts'
import type { Loaded } from '../config/load.ts'
import { countedLogs } from '../counters/counted-logs.ts'
import { discover, isPattern } from '../follow/discover.ts'
import { SOURCES, asInstalled, usualPath } from '../sources/sources.ts'
import { exposedFolders, exposureText } from '../status/exposed-folders.ts'
import type { Finding } from './finding.ts'
import { nearby, nearlyMeant } from './nearby.ts'
import { streamFinding } from './streams.ts'

/**
 * Whether the logs can be read. A missing log may come later, which is a warning. It fails where a file of nearly the
 * same path exists, which means a mistyped path, and where all logs are missing.
 */
export async function logFindings(
  { config, placeOf }: Loaded,
  mounts: Pick<Mounts, 'rootOf'> = new Mounts(elapsed),
): Promise<readonly Finding[]> {
  const followers = [...config.followers.map((follower) => asInstalled(follower)), ...countedLogs(config)]
  const seen = await Promise.all(followers.map((follower) => look(follower, placeOf, mounts)))
  const exposed = exposedFolders(followers).map(exposureText)
  const findings: readonly Finding[] = [
    ...(await Promise.all(config.streams.map(streamFinding))),
    ...seen.map(({ finding }) => finding),
    ...exposed.map((text) => ({ check: 'log', state: 'warning', text }) as const),
  ]
  const areOptional = followers.every(({ optional }) => optional)
  if (areOptional || seen.some(({ isThere }) => isThere) || findings.some(({ state }) => state === 'failed'))
    return findings
  return [...findings, { check: 'log', state: 'failed', text: 'None of these logs is there: nothing can be followed.' }]
}

const BOUND =
  'can be read, but is mounted by itself: rotations of the original do not show here; mount its folder instead'

interface Look {
  readonly finding: Finding
  readonly isThere: boolean
}

async function look(follower: Follower, placeOf: Loaded['placeOf'], mounts: Pick<Mounts, 'rootOf'>): Promise<Look> {
  const { path, option, optional } = follower
  const found = (state: Finding['state'], text: string): Look => {
    const place = state === 'failed' && follower.driver === undefined ? `${placeOf(option.split('.'))}: ` : ''
    const section = option.slice(0, option.lastIndexOf('.'))
    return { finding: { check: 'log', state, text: `${place}${section}: ${path} ${text}` }, isThere: state === 'ok' }
  }
  if (isPattern(path)) return found(...(await logsMeant(follower)))
  try {
    await access(path, constants.R_OK)
    const isFile = (await stat(path)).isFile()
    if (isFile && mounts.rootOf(realPath(path)) !== undefined) return { ...found('warning', BOUND), isThere: true }
    if (isFile) return found('ok', 'can be read')
    return found('failed', `is a folder, pipe or device; correct ${option}`)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' && optional) return { ...found('ok', 'is not there (optional)'), isThere: false }
    if (code === 'ENOENT') return found(...(await missing(follower)))
    // The packages' collector may read logs that this user may not.
    const isRight = code === 'EACCES' || code === 'EPERM'
    const { finding } = found(isRight ? 'warning' : 'failed', `cannot be read by this user (${code})`)
    return { finding, isThere: isRight }
  }
}

type Verdict = readonly [state: Finding['state'], text: string]

async function logsMeant(follower: Follower): Promise<Verdict> {
  const { path: pattern, excludes } = follower
  try {
    const { count, paths } = await discover(pattern, { excludes })
    if (count === 0) return follower.optional ? ['ok', 'matches no log yet (optional)'] : await noneMeant(follower)
    const all = count > paths.length ? `, of which only ${paths.length} are followed` : ''
    return [all === '' ? 'ok' : 'warning', `matches ${counted(count, 'log')}${all}`]
  } catch (error) {
    return ['warning', `cannot be looked for by this user (${codeOf(error)})`]
  }
}

/**
 * A pattern may have to wait for its logs. Where it matches some in a folder of nearly the same path, it is mistyped.
 */
async function noneMeant({ path: pattern, option, excludes }: Follower): Promise<Verdict> {
  const folder = existsSync(dirname(pattern)) ? undefined : await nearby(dirname(pattern))
  const real = folder === undefined ? undefined : join(folder, basename(pattern))
  const { count } = real === undefined ? { count: 0 } : await discover(real, { excludes })
  if (count > 0) return ['failed', `matches no log, but ${real} matches ${count}; correct ${option}`]
  const near = await nearlyMeant(pattern)
  const hint = near === undefined ? '' : `, though ${near} is there; if that is meant, correct ${option}`
  return ['warning', `matches no log yet${hint}`]
}

async function missing({ path, option, source }: Follower): Promise<Verdict> {
  const instead = await nearby(path)
  // A log that is counted belongs to no source of events, and has no usual path of its own.
  const known = SOURCES.find(({ name }) => name === source)
  const usual = known === undefined ? path : usualPath(known)
  const there = instead ?? (usual !== path && existsSync(usual) ? usual : undefined)
  return there === undefined
    ? ['warning', 'is not there yet; it is read from its beginning when it appears']
    : ['failed', `is not there, but ${there} is; correct ${option}`]
}
