import type { Tell } from '../../lib/notice/notice.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { Mounts } from '../../lib/system/files/mounts.ts'
import { FolderWatches } from '../../lib/system/watching/folder-watches.ts'
import { PathWaker } from '../../lib/system/watching/path-waker.ts'
import { localZone } from '../../lib/time/local-zone.ts'
import { type LogOfFolder, collectFolder } from '../collect/folder.ts'
import { SILENT_WAKER } from '../collect/streams.ts'
import { toldOfLog } from '../collect/told-of-log.ts'
import { unsavedPositions } from '../collect/unsaved-positions.ts'
import type { Follower, Journal } from '../config/config.ts'
import { parseLine } from '../drivers/line.ts'
import { isPattern } from '../follow/discover.ts'
import type { Line } from '../follow/extraction.ts'
import { type FollowOptions, follow } from '../follow/follow.ts'
import { sourceNotices } from '../follow/notices.ts'
import { ReadRateLimit } from '../follow/read-rate-limit.ts'
import { type Needles, holdsNeedle, needlesOf } from '../follow/scan/lines.ts'
import { Turns } from '../follow/turns.ts'
import { journalOf } from '../sources/journal.ts'
import type { TracedSource } from './traced-source.ts'
import type { LineVerdict, Verdicts } from './verdict.ts'

/** Logs held open at once. */
const OPEN_FILES = 24

/** One line that was written meanwhile. */
export interface TracedLine extends Pick<TracedSource, 'source' | 'driver'> {
  /** The log itself, where `source` is a pattern. */
  readonly path: string
  /** Where in its content it begins. */
  readonly offset: number
  /** Without the newline; valid only while it is taken. */
  readonly bytes: Buffer
  readonly verdict: LineVerdict
}

/** What following along works with. */
export interface FollowAlongParts {
  readonly sources: readonly TracedSource[]
  readonly verdicts: Pick<Verdicts, 'of'>
  readonly onLine: (line: TracedLine) => void
  /** Bytes a second of all logs together; Infinity for no limit. */
  readonly readRate: number
  readonly tell: Tell
  readonly signal: AbortSignal
}

/**
 * Follows logs from their ends, beside a collector, and hands over every line that is written until the signal is
 * aborted. Takes no lock, saves nothing and changes nothing: what it knows of positions is gone when it ends.
 */
export async function followAlong(parts: FollowAlongParts): Promise<void> {
  const { sources, readRate, tell } = parts
  const watches = new FolderWatches((folder, code) => tell(sourceNotices.watchFailed(folder, code)))
  const shared = {
    turns: new Turns(OPEN_FILES),
    mounts: new Mounts(elapsed),
    rateLimit: new ReadRateLimit(readRate, elapsed),
    wakerOf: (path: string, options?: { readonly contents: boolean }) => new PathWaker(watches, path, options),
  }
  try {
    await Promise.all(sources.map((traced) => followOne(traced, { ...parts, ...shared })))
  } finally {
    watches.close()
  }
}

type Shared = FollowAlongParts &
  Pick<FollowOptions<never>, 'turns' | 'mounts' | 'rateLimit'> & {
    readonly wakerOf: (path: string, options?: { readonly contents: boolean }) => PathWaker
  }

async function followOne(traced: TracedSource, parts: Shared): Promise<void> {
  if ('journal' in traced.from) return readJournal(traced, traced.from.journal, parts)
  const { follower } = traced.from
  const tell = toldOfLog(follower, parts.tell)
  if (!isPattern(follower.path)) return followLog(traced, { follower, tell }, parts)
  const checkpoints = unsavedPositions({})
  const sources = { set: () => undefined, delete: () => undefined }
  // A log that appears later is read from its beginning.
  const collect = (log: LogOfFolder): Promise<void> =>
    followLog(traced, { ...log, from: checkpoints.of(traced.source, log.follower.path) }, parts)
  await collectFolder({ ...parts, follower, tell, checkpoints, sources, collect })
}

/** A log to follow: the only one at its path, or one of many. */
type LogAlone = Pick<LogOfFolder, 'follower' | 'tell'>
type Log = LogAlone & Partial<LogOfFolder & Pick<FollowOptions<never>, 'from'>>

async function followLog(traced: TracedSource, log: Log, parts: Shared): Promise<void> {
  const { follower, from, isOneOfMany = false, onArrival } = log
  const waker = parts.wakerOf(follower.path)
  const how = { waker, clock: systemClock, elapsed, isOneOfMany, from, ...taking(traced, follower, parts) }
  try {
    for await (const _ of follow<never>({ ...parts, ...log, ...follower, ...how })) onArrival?.()
  } finally {
    waker.close()
  }
}

async function readJournal(traced: TracedSource, journal: Journal, parts: Shared): Promise<void> {
  const { path, source } = journal
  const hasHeader = traced.driver.header === 'syslog'
  const zone = hasHeader ? 'UTC' : journal.zone
  const { tell, signal } = parts
  const how = { source, path, from: undefined, waker: SILENT_WAKER, tell, signal }
  const lines = journalOf({ ...journal, start: 'end', hasHeader, once: false })
  for await (const _ of lines<never>({ ...how, ...taking(traced, { path, zone }, parts) }));
}

type Taking = Pick<FollowOptions<never>, 'needles' | 'take' | 'takeGap' | 'most'>

/** Looks at each line as the collector does, also at those over which it passes unseen; makes nothing of them. */
function taking(
  { source, driver }: TracedSource,
  { path, zone }: Pick<Follower, 'path' | 'zone'>,
  { verdicts, onLine }: Shared,
): Taking {
  const needles: Needles = needlesOf(driver.needles, driver.keys)
  const named = zone ?? localZone().name
  const take = ({ offset, bytes, written }: Line): readonly never[] => {
    const context = { zone: named, now: written ?? Math.floor(systemClock.now() / 1000) }
    const verdict = holdsNeedle(bytes, needles) ? verdicts.of(parseLine(driver, bytes, context)) : 'not of interest'
    onLine({ source, driver, path, offset, bytes, verdict })
    return []
  }
  return { needles: 'every line', take, takeGap: () => [], most: Infinity }
}
