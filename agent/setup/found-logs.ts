import { stat } from 'node:fs/promises'
import { table } from '../../lib/terminal/table.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { inWords } from '../../lib/time/duration.ts'
import { discover, isPattern } from '../follow/discover.ts'
import { asInstalled, SOURCES, usualPath } from '../sources/sources.ts'

/** One log that the agent understands, as it is on this host. */
interface FoundLog {
  readonly name: string
  readonly path: string
  /** Whether its absence is worth a look: what writes it is installed. */
  readonly isExpected: boolean
  /** When it was written last, in milliseconds since 1970; undefined if it is not there. */
  readonly written: number | undefined
  readonly tells: string
}

/** A log that is followed, as the configuration names it. */
interface FollowedLog {
  readonly source: string
  readonly path: string
  readonly optional?: boolean
}

/** Looks for the logs that are followed or, without a configuration, for all that the agent knows. */
export async function findLogs(followed: readonly FollowedLog[] | undefined): Promise<readonly FoundLog[]> {
  const logs =
    followed ?? SOURCES.map((source) => ({ source: source.name, path: usualPath(source), optional: source.optional }))
  return Promise.all(
    logs.map(async (log) => ({
      name: log.source,
      path: log.path,
      isExpected: !asInstalled(log).optional,
      written: await writtenAt(log.path),
      tells: SOURCES.find(({ name }) => name === log.source)?.sentence ?? '',
    })),
  )
}

async function writtenAt(path: string): Promise<number | undefined> {
  const paths = isPattern(path)
    ? await discover(path, {}).then(
        ({ paths }) => paths,
        () => [],
      )
    : [path]
  const times = await Promise.all(
    paths.map((each) =>
      stat(each).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      ),
    ),
  )
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

/** What is there, and what is not and what that means. */
export function printLogs(logs: readonly FoundLog[], width: number, now: number): string {
  const rows = logs.flatMap(({ name, path, written }) =>
    written === undefined ? [] : [[`  ${name}`, path, `written ${inWords(Math.max(0, now - written))} ago`]],
  )
  const missing = logs.filter(({ written }) => written === undefined)
  const isLacking = missing.some(({ isExpected }) => isExpected)
  return [
    ...(rows.length === 0 ? ['Found: none of the logs that it understands.'] : ['Found:', ...table(rows, width)]),
    ...(missing.length === 0 ? [] : [wrap(MISSING, width), ...table(missing.map(missingRow), width)]),
    ...(isLacking ? [wrap(LACKING, width)] : []),
    '',
  ].join('\n')
}

const MISSING = 'Not there, so nobody hears of this until they appear:'

const LACKING =
  'cPanel is here, and should write its logs: if they are elsewhere, correct followers in the configuration.'

function missingRow({ name, path, tells }: FoundLog): readonly string[] {
  return [`  ${name}`, tells === '' ? path : `${tells.replace(/\.$/, '')} (${path})`]
}
