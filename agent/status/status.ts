import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { Config, Follower } from '../config/config.ts'
import { fits, isPattern } from '../follow/discover.ts'
import { spoolFolders } from '../spool/spool-folders.ts'
import { codeOf } from '../system/errors.ts'
import { isAlive } from '../system/process-identity.ts'
import { VERSION } from '../version.ts'
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
}

/** How one process is; the last it told where it does not run. */
export interface ProcessStatus {
  readonly running: boolean
  readonly pid?: number
  /** The version that runs; another than the program's own after an upgrade without a restart. */
  readonly version?: string
  readonly startedAt?: number
  readonly notices?: CollectorSnapshot['notices']
}

/** How one log is: the file at its path and how far it was read. */
export interface SourceStatus extends Omit<SourceSnapshot, 'inode'> {
  /** Bytes of the file at the path now. */
  readonly size?: number
  /** Bytes of it that are not read yet. */
  readonly lag?: number
}

type Log = Pick<SourceSnapshot, 'source' | 'path'>

/** Looks how everything is, from what the processes last told and what lies on disk; asks no process and changes nothing. */
export async function statusOf(config: Config): Promise<Status> {
  const collector = await readCollectorSnapshot(config.runtime.path)
  const transmitter = await readTransmitterSnapshot(config.runtime.path)
  const held = collector?.held === undefined ? {} : { held: collector.held }
  const delivery = transmitter === undefined ? {} : { delivery: transmitter.delivery }
  const sender = processStatus(transmitter)
  const isDisabled = sender.running ? transmitter?.disabled : !config.transmission.enabled
  const removed = transmitter?.removed === undefined ? {} : { removed: transmitter.removed }
  return {
    version: VERSION,
    host: hostname(),
    collector: { ...processStatus(collector), ...held },
    transmitter: { ...sender, ...delivery, ...removed, ...(isDisabled === true ? { disabled: true } : {}) },
    sources: await Promise.all(
      config.followers.flatMap((follower) => logsOf(follower, collector)).map((log) => sourceStatus(log, collector)),
    ),
    spool: await spoolStatus(spoolFolders(config.spool.path)),
  }
}

function processStatus(snapshot: CollectorSnapshot | TransmitterSnapshot | undefined): ProcessStatus {
  if (snapshot === undefined) return { running: false }
  const { process, agent, startedAt, notices } = snapshot
  return { running: isAlive(process), pid: process.pid, version: agent, startedAt, notices }
}

/** Of a pattern, the logs that the collector follows; the pattern itself where there are none. */
function logsOf(follower: Pick<Follower, 'source' | 'path'>, collector: CollectorSnapshot | undefined): Log[] {
  if (!isPattern(follower.path)) return [follower]
  const logs = collector?.sources.filter(({ source, path }) => source === follower.source && fits(follower.path, path))
  return logs === undefined || logs.length === 0 ? [follower] : logs
}

async function sourceStatus({ source, path }: Log, collector: CollectorSnapshot | undefined): Promise<SourceStatus> {
  const told = collector?.sources.find((each) => each.source === source && each.path === path)
  const { inode, ...state } = told ?? { source, path, lines: 0, ofInterest: 0, unrecognised: 0, events: 0 }
  try {
    const { size, ino } = await stat(path, { bigint: true })
    const bytes = Number(size)
    const { offset = 0 } = state
    // Another file than the one that is read, or the same cut below the offset, is read from its beginning.
    const isRead = String(ino) === inode && offset <= bytes
    return { ...state, size: bytes, lag: isRead ? bytes - offset : bytes }
  } catch (error) {
    const problem = codeOf(error) === 'ENOENT' ? 'is not there' : `cannot be looked at (${codeOf(error)})`
    return { ...state, problem }
  }
}
