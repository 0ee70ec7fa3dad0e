import type { Entry, Event, Metadata } from '../../lib/event/event.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import type { Mounts } from '../../lib/system/files/mounts.ts'
import type { ClosableWaker } from '../../lib/system/watching/waker.ts'
import type { Follower } from '../config/config.ts'
import type { Driver } from '../drivers/driver.ts'
import type { Checkpoint } from '../follow/checkpoint.ts'
import { type Batch, type FollowOptions, follow } from '../follow/follow.ts'
import type { Pace } from '../follow/pace.ts'
import type { Siblings } from '../follow/trail/siblings.ts'
import type { Turns } from '../follow/turns.ts'
import type { CheckpointStore } from '../spool/positions/checkpoints.ts'
import { makeReport } from '../spool/reports/report-file.ts'
import type { Sealer } from '../spool/sealer.ts'
import type { SourceSnapshot } from '../status/snapshot.ts'
import type { SourceStates } from '../status/source-states.ts'
import { gather } from './gather.ts'
import { handOver } from './hand-over.ts'
import { Lately } from './lately.ts'
import { ReadRate } from './read-rate.ts'
import { type Tally, createRecogniser } from './recogniser.ts'

/** A report holds the events of one read, but no line more once it has so many. */
export const MOST_ENTRIES = 500

/** What was read of a log: so many bytes, and the entries in them. */
export interface Read extends Pick<Follower, 'source' | 'path'> {
  readonly bytes: number
  readonly entries: readonly Entry[]
}

/** What collecting from one source works with. */
export interface SourceParts {
  readonly follower: Follower
  readonly driver: Driver
  /** What reports tell of this host, and the name that ids are made with. */
  readonly metadata: Metadata
  readonly identity: string
  readonly wanted: (event: Event) => boolean
  readonly sealer: Pick<Sealer, 'seal' | 'pass'>
  readonly checkpoints: Pick<CheckpointStore, 'of' | 'pathsOf' | 'advance' | 'forget' | 'save'>
  /** Makes what wakes when a path changes. */
  readonly wakerOf: (path: string) => ClosableWaker
  readonly turns: Turns
  readonly mounts?: Mounts
  readonly pace: Pace
  /** Milliseconds that events wait for more of the same log, to be one report. */
  readonly maxDelay: number
  readonly tell: Tell
  readonly signal: AbortSignal
  /** One of the logs of a folder: it ends when it is gone for good. */
  readonly isOneOfMany?: boolean
  /** The other logs of that folder. */
  readonly siblings?: Siblings
  /** Hears when the log has been looked at, and its position noted if it can be read. */
  readonly onArrival?: () => void
  /** Hears what was read of a log, and sealed. */
  readonly onRead?: (read: Read) => void
  /** Hears how the source stands at the start and after each read. */
  readonly sources: Pick<SourceStates, 'of' | 'set'>
}

interface SourceTally extends Tally {
  lines: number
  events: number
  rate?: number
  lastEvent?: number
}

/** Follows one log and brings what it says to the spool, until the signal is aborted or the log is gone for good. */
export async function collectSource(parts: SourceParts): Promise<void> {
  const { follower, checkpoints, sources } = parts
  const { source, path } = follower
  const before = sources.of({ source, path })
  const tally = tallyAfter(before)
  const lately = new Lately(tally, before?.lately)
  const rate = new ReadRate()
  const from = checkpoints.of(source, path)
  let reached = from
  let problem: string | undefined
  const show = (): void => {
    const counted = { ...tally, lately: lately.note(tally) }
    sources.set({ source, path, ...placeOf(reached), ...counted, ...(problem === undefined ? {} : { problem }) })
  }
  const tell: Tell = (notice) => {
    parts.tell(notice)
    if (notice.code !== 'source_unreadable' && notice.code !== 'source_readable') return
    problem = notice.code === 'source_unreadable' ? 'cannot be read by the collector' : undefined
    parts.onArrival?.()
    show()
  }
  show()
  const waker = parts.wakerOf(path)
  try {
    for await (const batch of batchesOf(parts, { waker, tell, tally, from })) {
      if (!(await settle(batch, parts))) return
      parts.onArrival?.()
      tally.lines += batch.lines
      tally.events += batch.items.length
      const { from = 0, to = 0 } = batch.range ?? {}
      tally.rate = rate.note(to - from, elapsed())
      parts.onRead?.({ source, path, bytes: to - from, entries: batch.items })
      const time = batch.items.at(-1)?.['time']
      if (typeof time === 'number') tally.lastEvent = time * 1000
      reached = batch.checkpoint
      show()
    }
  } finally {
    waker.close()
  }
}

/** Counts go on where they stood when the log was read last. */
function tallyAfter(before: SourceSnapshot | undefined): SourceTally {
  const { lines = 0, ofInterest = 0, unrecognised = 0, events = 0, lastEvent } = before ?? {}
  return { lines, ofInterest, unrecognised, events, ...(lastEvent !== undefined && { lastEvent }) }
}

/** What the log says, gathered where that is wanted. */
function batchesOf(
  parts: SourceParts,
  { tally, ...rest }: Pick<FollowOptions<Entry>, 'waker' | 'tell' | 'from'> & { readonly tally: Tally },
): AsyncGenerator<Batch<Entry>, void, void> {
  const { follower, isOneOfMany = false, maxDelay: delay, signal } = parts
  const clock = systemClock
  const most = MOST_ENTRIES
  const batches = follow({
    ...parts,
    ...follower,
    ...rest,
    isOneOfMany,
    ...createRecogniser({ ...parts, ...follower, host: parts.metadata.reporter, tally, clock }),
    clock,
    most,
    elapsed,
  })
  return delay === 0 ? batches : gather(batches, { delay, most, clock, signal })
}

/** Makes a batch safe; false where the program ended first. */
async function settle(batch: Batch<Entry>, parts: SourceParts): Promise<boolean> {
  const { follower, metadata, sealer, checkpoints } = parts
  const { source, path } = follower
  const { items: entries, range, checkpoint: next, given } = batch
  if (range !== undefined && entries.length > 0)
    return sealer.seal(makeReport({ source, path, range, metadata, entries, next }))
  sealer.pass(source, path, next)
  if (given !== undefined) await handOver(given, source, parts)
  // A file that was just found: were this lost, the next start could begin it elsewhere.
  // The log's turn does not wait for the disk: thousands that are found at once share few saves.
  if (range === undefined) void checkpoints.save()
  return true
}

function placeOf(reached: Checkpoint | undefined): Pick<SourceSnapshot, 'inode' | 'offset'> {
  const last = reached?.files.at(-1)
  return last === undefined ? {} : { inode: last.inode, offset: last.offset }
}
