import { lstatSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Config, Follower } from '../config/config.ts'
import { fits, isPattern } from '../follow/discover.ts'
import { isReportName, stretchesOf } from '../spool/ordered-names.ts'
import { type SpoolFolders, spoolFolders } from '../spool/spool-folders.ts'
import { whyNotOurs } from '../spool/waiting-report.ts'
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

/** How the agent is, as `status --json` prints it; times are milliseconds since the epoch. */
export interface Status {
  readonly version: string
  readonly host: string
  readonly collector: ProcessStatus & Partial<Pick<CollectorSnapshot, 'held'>>
  /** `disabled` says that nothing is sent: by what runs, else by the configuration. */
  readonly transmitter: ProcessStatus & Partial<Pick<TransmitterSnapshot, 'delivery' | 'disabled'>>
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

/** What the spool holds: reports in each folder, and bytes and age of those that wait. */
export interface SpoolStatus {
  readonly path: string
  readonly waiting: number
  readonly waitingBytes: number
  /** When the oldest report that waits was sealed. */
  readonly oldest?: number
  /** Entries among those that wait which are not the agent's by name, kind, owner or mode, and are neither read nor sent. */
  readonly foreign: number
  /** The names of some of them. */
  readonly strangers: readonly string[]
  readonly transmitted: number
  readonly failed: number
  readonly problem?: string
}

/** How many names of files that are not the agent's are told. */
const MOST_STRANGERS = 5

type Log = Pick<SourceSnapshot, 'source' | 'path'>

/** Looks how everything is, from what the processes last told and what lies on disk; asks no process and changes nothing. */
export async function statusOf(config: Config): Promise<Status> {
  const collector = await readCollectorSnapshot(config.runtime.path)
  const transmitter = await readTransmitterSnapshot(config.runtime.path)
  const held = collector?.held === undefined ? {} : { held: collector.held }
  const delivery = transmitter === undefined ? {} : { delivery: transmitter.delivery }
  const sender = processStatus(transmitter)
  const isDisabled = sender.running ? transmitter?.disabled : !config.transmission.enabled
  return {
    version: VERSION,
    host: hostname(),
    collector: { ...processStatus(collector), ...held },
    transmitter: { ...sender, ...delivery, ...(isDisabled === true ? { disabled: true } : {}) },
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

async function spoolStatus({ root, parsed, transmitted, failed }: SpoolFolders): Promise<SpoolStatus> {
  const nothing = { path: root, waiting: 0, waitingBytes: 0, foreign: 0, strangers: [], transmitted: 0, failed: 0 }
  try {
    const { uid } = await stat(root)
    const waiting = { waiting: 0, waitingBytes: 0, foreign: 0, strangers: new Array<string>() }
    let oldest = Infinity
    for await (const names of stretchesOf(parsed)) {
      for (const name of names) {
        const stats = lstatSync(join(parsed, name), { throwIfNoEntry: false })
        if (stats === undefined) continue
        if (isReportName(name) && stats.isFile() && whyNotOurs(stats, uid) === undefined) {
          waiting.waiting += 1
          waiting.waitingBytes += stats.size
          oldest = Math.min(oldest, stats.mtimeMs)
        } else {
          waiting.foreign += 1
          if (waiting.strangers.length < MOST_STRANGERS) waiting.strangers.push(name)
        }
      }
    }
    return {
      path: root,
      ...waiting,
      ...(Number.isFinite(oldest) ? { oldest } : {}),
      transmitted: await countReports(transmitted),
      failed: await countReports(failed),
    }
  } catch (error) {
    // Before the first start there is no spool.
    return codeOf(error) === 'ENOENT' ? nothing : { ...nothing, problem: `${root}: ${codeOf(error)}` }
  }
}

async function countReports(folder: string): Promise<number> {
  let count = 0
  for await (const names of stretchesOf(folder)) count += names.filter(isReportName).length
  return count
}
