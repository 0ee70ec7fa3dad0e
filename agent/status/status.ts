import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { VERSION } from '../../lib/command-line/version.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { codeOf } from '../../lib/system/errors.ts'
import type { Follower } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import { furtherReceivers } from '../config/receivers/destinations.ts'
import { countedLogs } from '../counters/counted-logs.ts'
import { isPattern, matchesPattern } from '../follow/discover.ts'
import { NOT_THERE } from '../snapshots/not-there.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import { asInstalled } from '../sources/sources.ts'
import { INBOX } from '../spool/reports/inbox-source.ts'
import { spoolFolders } from '../spool/spool-folders.ts'
import { spoolStatus } from '../spool/upkeep/spool-status.ts'
import { backstopStatus } from './backstop-status.ts'
import { exposedFolders } from './exposed-folders.ts'
import { type LooseConfig, roleStates } from './role-states.ts'
import { type SourceReader, secondsBehind, sourceState } from './source-state.ts'
import type { SourceStatus, StatusFields } from './status-fields.ts'

/** How the agent is, as `status --json` prints it: further roles have keys of their own. */
export interface Status extends StatusFields {
  readonly collector: StatusFields['collector']
  readonly transmitter: StatusFields['transmitter']
}

type Log = Pick<SourceSnapshot, 'source' | 'path'> & Partial<Pick<Follower, 'optional'>>

/**
 * Looks how everything is, from what the processes told last and what is on disk; asks no process and changes nothing.
 * Without followers the logs are those that the collector told of.
 */
export async function statusOf(config: LooseConfig): Promise<Status> {
  const { told, refused, states, beat } = await roleStates(config)
  const { collector } = states
  const reader = { collector, beat, now: systemClock.now() }
  const [inboxes, logs] = [told.filter(isInbox), told.filter((source) => !isInbox(source))]
  const followers = config.followers ?? logs
  const counting = countedLogs(config)
  const exposed = exposedFolders([...followers, ...counting])
  const backstop = await backstopStatus(config.spool.path, {
    since: collector.running ? collector.startedAt : undefined,
  })
  return {
    version: VERSION,
    host: config.host === undefined ? hostname() : hostNameOf({ host: config.host }),
    ...states,
    ...(backstop !== undefined && { backstop }),
    sources: [
      ...(await Promise.all(
        [...followers.map((follower) => asInstalled(follower)), ...counting]
          .flatMap((follower) => logsOf(follower, told))
          .map((log) => sourceStatus(log, told, reader)),
      )),
      ...[...(config.streams ?? []), ...inboxes].map((stream) => streamStatus(stream, told, reader)),
    ],
    spool: await spoolStatus(spoolFolders(config.spool.path), furtherReceivers(config)),
    ...(refused === undefined ? {} : { refused }),
    ...(exposed.length === 0 ? {} : { exposed }),
  }
}

/** Of a pattern, the logs that the collector follows; the pattern itself where there are none. */
function logsOf(follower: Log, told: readonly SourceSnapshot[]): Log[] {
  if (!isPattern(follower.path)) return [follower]
  const logs = told.filter(({ source, path }) => source === follower.source && matchesPattern(follower.path, path))
  return logs.length === 0 ? [follower] : logs
}

async function sourceStatus(
  { source, path, optional = false }: Log,
  told: readonly SourceSnapshot[],
  reader: SourceReader,
): Promise<SourceStatus> {
  const found = toldOf({ source, path }, told)
  const { inode, behindSince: _behindSince, ...known } = found ?? nothingOf({ source, path })
  const facts = { isTold: found !== undefined, optional }
  const withState = (seen: Omit<SourceStatus, 'state'>): SourceStatus => {
    return { ...seen, state: sourceState({ ...seen, ...facts }, reader) }
  }
  try {
    return withState({ ...known, ...sizesOf(await stat(path, { bigint: true }), found ?? {}, reader) })
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && optional) return withState(known)
    // The collector reads it; only who asks may not look.
    if (codeOf(error) === 'EACCES' && inode !== undefined) return withState(known)
    const problem = codeOf(error) === 'ENOENT' ? NOT_THERE : `cannot be looked at (${codeOf(error)})`
    return withState({ problem, ...known })
  }
}

/** How large the file at the path is, and how much of it is not read. */
function sizesOf(
  { size, ino, mtimeMs }: BigIntStats,
  { inode, offset = 0, behindSince }: Partial<SourceSnapshot>,
  reader: SourceReader,
): Pick<SourceStatus, 'size' | 'written' | 'lag' | 'lagSeconds'> {
  const bytes = Number(size)
  // A file that is not the one being read, or was cut below the offset, will be read from its beginning.
  const isRead = String(ino) === inode && offset <= bytes
  const lag = isRead ? bytes - offset : bytes
  const lagSeconds = secondsBehind(lag, behindSince, reader)
  return { size: bytes, written: Number(mtimeMs), lag, ...(lagSeconds !== undefined && { lagSeconds }) }
}

function isInbox({ source }: SourceSnapshot): boolean {
  return source === INBOX
}

/** A stream and an inbox have no size, and nobody knows what will come. */
function streamStatus({ source, path }: Log, told: readonly SourceSnapshot[], reader: SourceReader): SourceStatus {
  const found = toldOf({ source, path }, told)
  const { inode: _inode, behindSince: _behindSince, ...known } = found ?? nothingOf({ source, path })
  return { ...known, state: sourceState({ ...known, isTold: found !== undefined }, reader) }
}

/** What the collector told of a source. */
function toldOf({ source, path }: Log, told: readonly SourceSnapshot[]): SourceSnapshot | undefined {
  return told.find((each) => each.source === source && each.path === path)
}

function nothingOf({ source, path }: Log): SourceSnapshot {
  return { source, path, lines: 0, ofInterest: 0, unrecognised: 0, events: 0 }
}
