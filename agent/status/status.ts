import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { VERSION } from '../../lib/command-line/version.ts'
import { codeOf } from '../../lib/system/errors.ts'
import type { Follower } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import { furtherReceivers } from '../config/receivers/destinations.ts'
import { countedLogs } from '../counters/counted-logs.ts'
import { isPattern, matchesPattern } from '../follow/discover.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import { asInstalled } from '../sources/sources.ts'
import { INBOX } from '../spool/reports/inbox-source.ts'
import { spoolFolders } from '../spool/spool-folders.ts'
import { spoolStatus } from '../spool/upkeep/spool-status.ts'
import { backstopStatus } from './backstop-status.ts'
import { exposedFolders } from './exposed-folders.ts'
import { type LooseConfig, roleStates } from './role-states.ts'
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
  const { told, refused, states } = await roleStates(config)
  const { collector } = states
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
          .map((log) => sourceStatus(log, told)),
      )),
      ...[...(config.streams ?? []), ...inboxes].map((stream) => streamStatus(stream, told)),
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
): Promise<SourceStatus> {
  const { inode, ...known } = toldOf({ source, path }, told)
  try {
    const { size, ino } = await stat(path, { bigint: true })
    const bytes = Number(size)
    const { offset = 0 } = known
    // A file that is not the one being read, or was cut below the offset, will be read from its beginning.
    const isRead = String(ino) === inode && offset <= bytes
    return { ...known, size: bytes, lag: isRead ? bytes - offset : bytes }
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && optional) return known
    // The collector reads it; only who asks may not look.
    if (codeOf(error) === 'EACCES' && inode !== undefined) return known
    const problem = codeOf(error) === 'ENOENT' ? 'is not there' : `cannot be looked at (${codeOf(error)})`
    return { problem, ...known }
  }
}

function isInbox({ source }: SourceSnapshot): boolean {
  return source === INBOX
}

/** A stream and an inbox have no size, and nobody knows what will come. */
function streamStatus(stream: Log, told: readonly SourceSnapshot[]): SourceStatus {
  const { inode: _inode, ...state } = toldOf(stream, told)
  return state
}

/** What the collector told of a source. */
function toldOf({ source, path }: Log, told: readonly SourceSnapshot[]): SourceSnapshot {
  const found = told.find((each) => each.source === source && each.path === path)
  return found ?? { source, path, lines: 0, ofInterest: 0, unrecognised: 0, events: 0 }
}
