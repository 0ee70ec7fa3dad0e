import type { Event } from '../../lib/event/event.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import type { Mounts } from '../../lib/system/files/mounts.ts'
import type { ClosableWaker } from '../../lib/system/watching/waker.ts'
import type { Follower } from '../config/config.ts'
import { debugLog } from '../debug/debug-log.ts'
import { debugNotices } from '../debug/debug-notices.ts'
import type { Driver } from '../drivers/driver.ts'
import type { Checkpoint } from '../follow/checkpoint.ts'
import { type Batch, type FollowOptions, follow } from '../follow/follow.ts'
import type { ReadRateLimit } from '../follow/read-rate-limit.ts'
import type { Siblings } from '../follow/trail/siblings.ts'
import type { Turns } from '../follow/turns.ts'
import { habitAfter, type LogHabit } from '../snapshots/log-habit.ts'
import type { LeftOut, SourceSnapshot } from '../snapshots/snapshot.ts'
import type { SourceStates } from '../snapshots/source-states.ts'
import type { LineSource } from '../sources/line-source.ts'
import type { CheckpointStore } from '../spool/positions/checkpoints.ts'
import type { SealedRead } from '../spool/sealed-read.ts'
import { Behind } from './behind.ts'
import { gather } from './gather.ts'
import { handOver } from './hand-over.ts'
import type { Intake } from './intake.ts'
import { Lately } from './lately.ts'
import { LogProblem } from './log-problem.ts'
import { ReadRate } from './read-rate.ts'
import { type Tally, createRecogniser } from './recogniser.ts'
import { isRotation } from './rotations.ts'
import { type Selected, selecting } from './selection.ts'

/** A read, and with it the report, ends with the line that brings its events to this number. */
export const MOST_ENTRIES = 500

/** What `collectSource` needs. */
export interface SourceParts {
  readonly follower: Follower
  readonly driver: Driver
  /** The host name that ids are made with. */
  readonly identity: string
  readonly intake: Pick<Intake, 'take' | 'wants' | 'isSelected'>
  readonly checkpoints: Pick<CheckpointStore, 'of' | 'pathsOf' | 'advance' | 'forget' | 'save'>
  /** Where the lines come from; by default the files at the path. */
  readonly lines?: LineSource
  /** Makes a waker for changes of a path. */
  readonly wakerOf: (path: string) => ClosableWaker
  readonly turns: Turns
  readonly mounts?: Mounts
  readonly rateLimit: ReadRateLimit
  /** Milliseconds that events wait for more of the same log, to share a report. */
  readonly maxDelay: number
  readonly tell: Tell
  readonly signal: AbortSignal
  /** Whether it is one of the logs of a folder; collecting from it ends when it is gone for good. */
  readonly isOneOfMany?: boolean
  /** The other logs of that folder. */
  readonly siblings?: Siblings
  /** Called once the log has been examined and, if it is readable, its position noted. */
  readonly onArrival?: () => void
  /** Called after each read that is sealed. */
  readonly onRead?: (read: SealedRead) => void
  /** Where the state of the source is kept, from the start and after each read. */
  readonly sources: Pick<SourceStates, 'of' | 'set'>
}

interface SourceTally extends Tally {
  lines: number
  events: number
  readonly leftOut: LeftOut
  rate?: number
  lastEvent?: number
  lastRotation?: number
  habit?: LogHabit
}

/** Follows one log and seals its events in the spool, until the signal is aborted or the log is gone for good. */
export async function collectSource(parts: SourceParts): Promise<void> {
  const { follower, checkpoints, sources } = parts
  const { source, path } = follower
  const before = sources.of({ source, path })
  const tally = tallyAfter(before)
  // Of many logs in a folder, as of sites, some end every day.
  const hasHabit = parts.lines === undefined && parts.isOneOfMany !== true
  const lately = new Lately(tally, before?.lately)
  const rate = new ReadRate()
  const from = checkpoints.of(source, path)
  let reached = from
  const problem = new LogProblem(follower, hasHabit)
  const show = (): void => {
    const counted = { ...tally, leftOut: { ...tally.leftOut }, lately: lately.note(tally), ...behind.shown() }
    const { text } = problem
    sources.set({ source, path, ...lastPositionIn(reached), ...counted, ...(text !== undefined && { problem: text }) })
  }
  // What else lines come from has no end.
  const behind = new Behind(parts.lines === undefined, before?.behindSince ?? systemClock.now(), show)
  const tell: Tell = (notice) => {
    parts.tell(notice)
    if (isRotation(notice)) tally.lastRotation = systemClock.now()
    if (!problem.note(notice)) return
    parts.onArrival?.()
    show()
  }
  show()
  const waker = behind.watch(parts.wakerOf(path))
  try {
    for await (const batch of batchesOf(parts, { waker, tell, tally, from })) {
      // It may wait long for room.
      if (batch.items.length > 0) behind.showNews()
      if (!(await settle(batch, parts))) return
      parts.onArrival?.()
      countLines(tally, batch.lines, hasHabit)
      if (batch.lines > 0) problem.hasLines()
      const bytes = bytesOf(batch)
      tally.rate = rate.note(bytes, elapsed())
      const events = batch.items.map(({ event }) => event).filter((event) => parts.intake.isSelected(event))
      countEvents(tally, events)
      tellDetails(follower, batch, events.length)
      parts.onRead?.({ source, path, bytes, events })
      reached = batch.checkpoint
      show()
    }
  } finally {
    waker.close()
    // From now on nobody is at its end.
    if (parts.signal.aborted) behind.showNews()
  }
}

function bytesOf({ range }: Batch<Selected>): number {
  return range === undefined ? 0 : range.to - range.from
}

function tellDetails({ source, path }: Follower, { range, lines }: Batch<Selected>, events: number): void {
  const { from = 0, to = 0 } = range ?? {}
  debugLog.note('follow', () => debugNotices.logRead(source, path, { from, to, lines, events }))
}

function countEvents(tally: SourceTally, events: readonly Event[]): void {
  tally.events += events.length
  const last = events.at(-1)
  if (last !== undefined) tally.lastEvent = last.time * 1000
}

function countLines(tally: SourceTally, lines: number, hasHabit: boolean): void {
  tally.lines += lines
  if (hasHabit && lines > 0) tally.habit = habitAfter(tally.habit, systemClock.now())
}

/** Counting continues where it stood when the log was last read. */
function tallyAfter(before: SourceSnapshot | undefined): SourceTally {
  const { lines = 0, ofInterest = 0, unrecognised = 0, events = 0, lastEvent, lastRotation, habit } = before ?? {}
  return {
    lines,
    ofInterest,
    unrecognised,
    events,
    leftOut: { events: 0, ignore: 0, ...before?.leftOut },
    ...(lastEvent !== undefined && { lastEvent }),
    ...(lastRotation !== undefined && { lastRotation }),
    ...(habit !== undefined && { habit }),
  }
}

/** The selected events of the log, gathered if `maxDelay` is set. */
function batchesOf(
  parts: SourceParts,
  { tally, ...rest }: Pick<FollowOptions<Selected>, 'waker' | 'tell' | 'from'> & { readonly tally: SourceTally },
): AsyncGenerator<Batch<Selected>, void, void> {
  const { follower, intake, isOneOfMany = false, maxDelay: delay, signal } = parts
  const clock = systemClock
  const most = MOST_ENTRIES
  const recogniser = createRecogniser({ ...parts, ...follower, tally, clock })
  const open: (options: FollowOptions<Selected>) => AsyncGenerator<Batch<Selected>, void, void> = parts.lines ?? follow
  const batches = open({
    ...parts,
    ...follower,
    ...rest,
    isOneOfMany,
    ...selecting(recogniser, (event) => intake.wants(event, tally.leftOut)),
    clock,
    most,
    elapsed,
  })
  return delay === 0 ? batches : gather(batches, { delay, most, clock, signal })
}

/** Seals a batch, or only notes its position if it has no events; false if the program ended first. */
async function settle(batch: Batch<Selected>, parts: SourceParts): Promise<boolean> {
  const { follower, intake, checkpoints } = parts
  const { source, path } = follower
  const { items, range, checkpoint: next, left, given } = batch
  const step = range && { source, path, range, next, ...(left && { left }) }
  if (step !== undefined && items.length > 0) return intake.take(items, [step])
  checkpoints.advance(source, path, next)
  if (given !== undefined) await handOver(given, source, parts)
  // Save the position of a file that was just found, or the next start could begin elsewhere in it. Do not wait for
  // the disk: thousands of files found at once share a few saves.
  if (range === undefined) void checkpoints.save()
  return true
}

/** Where reading stands in the file at the path. */
export function lastPositionIn(reached: Checkpoint | undefined): Pick<SourceSnapshot, 'inode' | 'offset'> {
  const last = reached?.files.at(-1)
  return last === undefined ? {} : { inode: last.inode, offset: last.offset }
}
