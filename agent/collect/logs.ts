import type { Tell } from '../../lib/notice/notice.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { Mounts } from '../../lib/system/files/mounts.ts'
import { FolderWatches } from '../../lib/system/watching/folder-watches.ts'
import { PathWaker } from '../../lib/system/watching/path-waker.ts'
import { localZone } from '../../lib/time/local-zone.ts'
import type { Config, Follower } from '../config/config.ts'
import { isPattern } from '../follow/discover.ts'
import { sourceNotices } from '../follow/notices.ts'
import { ReadRateLimit } from '../follow/read-rate-limit.ts'
import { Turns } from '../follow/turns.ts'
import { type InboxParts, collectInbox } from '../inbox/collect-inbox.ts'
import type { Inbox } from '../inbox/inboxes.ts'
import type { SourceStates } from '../snapshots/source-states.ts'
import { asInstalled, readerOf } from '../sources/sources.ts'
import { type FolderParts, collectFolder } from './folder.ts'
import { Frontier } from './frontier.ts'
import type { Intake } from './intake.ts'
import type { ReadOnce } from './read-once.ts'
import { type SourceParts, collectSource } from './source.ts'
import { collectStream } from './streams.ts'
import { tick } from './ticks.ts'
import { toldOfLog } from './told-of-log.ts'

/** The most logs held open at once, not counting files that were rotated away and are still being read. */
const OPEN_FILES = 24

/** What collecting from all configured logs needs. */
export interface LogsParts extends Pick<SourceParts, 'checkpoints' | 'identity' | 'tell' | 'signal' | 'onRead'> {
  readonly config: Config
  /** Makes the intake; its signal is also aborted when one log hits a bug, and when all are read. */
  readonly intakeOf: (signal: AbortSignal) => Intake
  readonly sources: Pick<SourceStates, 'of' | 'set' | 'ask' | 'changed' | 'delete'>
  /** Called when rules heard what waited for others: what reads lines tells `sources`. */
  readonly onWork?: (() => void) | undefined
  readonly inboxes: Pick<InboxParts, 'isTaken' | 'refused'> & { readonly all: readonly Inbox[] }
  /** Present if every log is read to its end once. */
  readonly once?: ReadOnce | undefined
  /** What else reads logs, until the signal is aborted or, with `once`, all is read. */
  readonly beside?:
    | ((shared: Pick<SharedParts, 'rateLimit' | 'mounts' | 'intake' | 'signal'>) => Promise<void>)
    | undefined
}

/** What all logs share. */
interface SharedParts extends Pick<SourceParts, 'rateLimit' | 'signal'> {
  readonly mounts: Mounts
  readonly intake: Intake
}

/**
 * Follows every configured log and takes what is in the inboxes until the signal is aborted, or with `once` until all
 * are read. A bug in one source ends them all, and with them the process: systemd restarts it, and nothing is lost.
 */
export async function collectLogs(parts: LogsParts): Promise<void> {
  const { config, checkpoints, identity, intakeOf, sources, inboxes, onRead, tell, signal, once } = parts
  const failure = new AbortController()
  const either = eitherSignal(signal, failure.signal)
  checkZone(config, tell)
  const watches = new FolderWatches((folder, code) => tell(sourceNotices.watchFailed(folder, code)))
  const frontier = new Frontier({ now: () => systemClock.now(), elapsed })
  const intake = intakeOf(either)
  const shared = {
    turns: new Turns(OPEN_FILES),
    mounts: new Mounts(elapsed),
    rateLimit: new ReadRateLimit(config.limits.readRate ?? Infinity, elapsed),
    maxDelay: config.spool.maxDelay,
    checkpoints,
    intake,
    tell,
    sources,
    ...(onRead && { onRead }),
    signal: either,
    identity,
    wakerOf: (path: string, options?: { readonly contents: boolean }) =>
      frontier.watch(new PathWaker(watches, path, options)),
  }
  const logs = config.followers.map(async (follower) => {
    await collectFollower(shared, asInstalled(follower), once)
    if (once === undefined) failure.abort()
  })
  const isOnce = once !== undefined
  const streaming = config.streams.map((stream) => {
    const told = once?.tellFor({ ...stream, optional: false }, tell) ?? tell
    return collectStream({ ...shared, tell: told, stream, frontier, once: isOnce })
  })
  const taking = inboxes.all.map((inbox) => collectInbox({ ...shared, ...inboxes, inbox, once: isOnce }))
  const fail = (error: unknown): never => {
    failure.abort()
    throw error
  }
  const beside = parts.beside === undefined ? [] : [parts.beside(shared)]
  const work = [...logs, ...streaming, ...taking, ...beside].map((each) => each.catch(fail))
  if (!isOnce) void tick(intake, frontier, either, parts.onWork)
  try {
    for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason
    if (isOnce && !signal.aborted) await intake.tick(Math.floor(systemClock.now() / 1000))
  } finally {
    failure.abort()
    watches.close()
  }
}

async function collectFollower(
  shared: Omit<SourceParts & FolderParts, 'follower' | 'driver' | 'collect'>,
  follower: Follower,
  once: ReadOnce | undefined,
): Promise<void> {
  const tell = toldOfLog(follower, shared.tell)
  const parts = { ...shared, tell, follower, driver: readerOf(follower), once }
  if (!isPattern(follower.path)) return await collectSource(once?.partsFor(parts) ?? parts)
  const collect: FolderParts['collect'] = (log) => collectSource({ ...parts, ...log })
  await collectFolder({ ...parts, tell: once?.tellFor(follower, tell) ?? tell, collect })
}

/** Tells where the machine's zone is needed and unknown. */
function checkZone({ followers }: Config, tell: Tell): void {
  const { unknown } = localZone()
  if (unknown !== undefined && followers.some(({ zone }) => zone === undefined))
    tell(sourceNotices.zoneUnknown(unknown))
}
