import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '../../lib/system/errors.ts'
import { isAlive } from '../../lib/system/processes/process-identity.ts'
import type { Config, Follower } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import type { Whereabouts } from '../config/load.ts'
import { matchesPattern, isPattern } from '../follow/discover.ts'
import { spoolFolders } from '../spool/spool-folders.ts'
import { VERSION } from '../version.ts'
import { type ExposedFolder, exposedFolders } from './exposed-folders.ts'
import { isSilent } from './pulse.ts'
import {
  type CollectorSnapshot,
  type SourceSnapshot,
  type TransmitterSnapshot,
  readCollectorSnapshot,
  readTransmitterSnapshot,
} from './snapshot.ts'
import { type SpoolStatus, spoolStatus } from './spool-status.ts'

/** How the agent is, as `status --json` prints it; times are milliseconds since the epoch. */
export interface Status {
  readonly version: string
  readonly host: string
  readonly collector: ProcessStatus & Partial<Pick<CollectorSnapshot, 'held'>>
  /** `disabled` says that nothing is sent: by what runs, else by the configuration. */
  readonly transmitter: ProcessStatus & Partial<Pick<TransmitterSnapshot, 'delivery' | 'disabled' | 'removed'>>
  readonly sources: readonly SourceStatus[]
  readonly spool: SpoolStatus
  /** Why a changed configuration is not used by what runs. */
  readonly refused?: string
  /** Folders of logs that others than root can write to, present where there are any. */
  readonly exposed?: readonly ExposedFolder[]
}

/** How one process is; the last it told where it does not run. */
export interface ProcessStatus {
  readonly running: boolean
  /** It runs, and has not shown for a while that it does anything. */
  readonly hangs?: true
  readonly pid?: number
  /** The version that runs; another than the program's own after an upgrade without a restart. */
  readonly version?: string
  readonly startedAt?: number
  /** Since when is counted what is counted. */
  readonly countedSince?: number
  readonly notices?: CollectorSnapshot['notices']
}

/** How one log is: the file at its path and how far it was read. */
export interface SourceStatus extends Omit<SourceSnapshot, 'inode'> {
  /** Bytes of the file at the path now. */
  readonly size?: number
  /** Bytes of it that are not read yet. */
  readonly lag?: number
}

type Log = Pick<SourceSnapshot, 'source' | 'path'> & Partial<Pick<Follower, 'optional'>>

/**
 * Looks how everything is, from what the processes last told and what lies on disk; asks no process and changes
 * nothing. Without followers the logs are those that the collector told of.
 */
export async function statusOf(
  config: Whereabouts & Partial<Pick<Config, 'followers' | 'streams' | 'transmission' | 'host'>>,
): Promise<Status> {
  const collector = await readCollectorSnapshot(config.runtime.path)
  const transmitter = await readTransmitterSnapshot(config.runtime.path)
  const held = collector?.held === undefined ? {} : { held: collector.held }
  const refused = refusedBy(collector) ?? refusedBy(transmitter)
  const followers = config.followers ?? collector?.sources ?? []
  const exposed = exposedFolders(followers)
  return {
    version: VERSION,
    host: config.host === undefined ? hostname() : hostNameOf({ host: config.host }),
    collector: { ...processStatus(collector), ...held, ...(await hangingOf(config, 'collector', collector)) },
    transmitter: {
      ...transmitterStatus(transmitter, config.transmission?.enabled === false),
      ...(await hangingOf(config, 'transmitter', transmitter)),
    },
    sources: [
      ...(await Promise.all(
        followers.flatMap((follower) => logsOf(follower, collector)).map((log) => sourceStatus(log, collector)),
      )),
      ...(config.streams ?? []).map((stream) => streamStatus(stream, collector)),
    ],
    spool: await spoolStatus(spoolFolders(config.spool.path)),
    ...(refused === undefined ? {} : { refused }),
    ...(exposed.length === 0 ? {} : { exposed }),
  }
}

function refusedBy(snapshot: CollectorSnapshot | TransmitterSnapshot | undefined): string | undefined {
  return snapshot !== undefined && isAlive(snapshot.process) ? snapshot.refused : undefined
}

function transmitterStatus(told: TransmitterSnapshot | undefined, isToSendNothing: boolean): Status['transmitter'] {
  const status = processStatus(told)
  const isDisabled = status.running ? told?.disabled : isToSendNothing
  return {
    ...status,
    ...(told === undefined ? {} : { delivery: told.delivery }),
    ...(told?.removed === undefined ? {} : { removed: told.removed }),
    ...(isDisabled === true ? { disabled: true } : {}),
  }
}

function processStatus(snapshot: CollectorSnapshot | TransmitterSnapshot | undefined): ProcessStatus {
  if (snapshot === undefined) return { running: false }
  const { process, agent, startedAt, countedSince, notices } = snapshot
  const since = countedSince === undefined ? {} : { countedSince }
  return { running: isAlive(process), pid: process.pid, version: agent, startedAt, ...since, notices }
}

async function hangingOf(
  { runtime }: Whereabouts,
  role: string,
  snapshot: CollectorSnapshot | TransmitterSnapshot | undefined,
): Promise<Pick<ProcessStatus, 'hangs'>> {
  if (snapshot === undefined || !isAlive(snapshot.process)) return {}
  return (await isSilent(join(runtime.path, `${role}.json`))) ? { hangs: true } : {}
}

/** Of a pattern, the logs that the collector follows; the pattern itself where there are none. */
function logsOf(follower: Log, collector: CollectorSnapshot | undefined): Log[] {
  if (!isPattern(follower.path)) return [follower]
  const logs = collector?.sources.filter(
    ({ source, path }) => source === follower.source && matchesPattern(follower.path, path),
  )
  return logs === undefined || logs.length === 0 ? [follower] : logs
}

async function sourceStatus(
  { source, path, optional = false }: Log,
  collector: CollectorSnapshot | undefined,
): Promise<SourceStatus> {
  const { inode, ...state } = toldOf({ source, path }, collector)
  try {
    const { size, ino } = await stat(path, { bigint: true })
    const bytes = Number(size)
    const { offset = 0 } = state
    // Another file than the one that is read, or the same cut below the offset, is read from its beginning.
    const isRead = String(ino) === inode && offset <= bytes
    return { ...state, size: bytes, lag: isRead ? bytes - offset : bytes }
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && optional) return state
    const problem = codeOf(error) === 'ENOENT' ? 'is not there' : `cannot be looked at (${codeOf(error)})`
    return { problem, ...state }
  }
}

/** A stream has no size, and nobody knows what will come. */
function streamStatus(stream: Log, collector: CollectorSnapshot | undefined): SourceStatus {
  const { inode: _inode, ...state } = toldOf(stream, collector)
  return state
}

/** What the collector told of a source. */
function toldOf({ source, path }: Log, collector: CollectorSnapshot | undefined): SourceSnapshot {
  const told = collector?.sources.find((each) => each.source === source && each.path === path)
  return told ?? { source, path, lines: 0, ofInterest: 0, unrecognised: 0, events: 0 }
}
