import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../lib/system/clock.ts'
import { codeOf } from '../../lib/system/errors.ts'
import type { ClosableWaker, Waker } from '../../lib/system/watching/waker.ts'
import type { Checkpoint, Position } from './checkpoint.ts'
import { type ExtractionOptions, extractUnfinished } from './extraction.ts'
import type { OpenFile } from './files/open-file.ts'
import type { Gap } from './gap.ts'
import type { Range } from './range.ts'
import type { ReadRateLimit } from './read-rate-limit.ts'
import { type Extent, type Part, readContent } from './reading.ts'
import { RestingLog } from './resting-log.ts'
import type { TrailOptions } from './trail/trail-options.ts'
import { Trail } from './trail/trail.ts'
import type { Turns } from './turns.ts'

/**
 * How often to look without a hint, in milliseconds: while writers may still add to a file that left the path, a copy
 * is being written, or a file cannot be read.
 */
const UNSETTLED_INTERVAL = 1000

/** A log is read as far as it goes; an unfinished line is left for later. */
const ALL_LINES: Extent = { end: Infinity, isFinished: () => false }

/** What was read, or turned out to be lost, and where reading continues. */
export interface Batch<T> extends Omit<Part<T>, 'range'> {
  /** The bytes that were read; undefined if none were. */
  readonly range?: Range
  /** Where reading continues once the items are safe. */
  readonly checkpoint: Checkpoint
  /** Where reading of the range ended, if the checkpoint leaves that file out, as it was read to its end. */
  readonly left?: Position
  /** Where reading ended in a file that another log of the folder takes over. */
  readonly given?: Position
}

/** What `follow` needs of its surroundings. */
export interface FollowOptions<T> extends TrailOptions, ExtractionOptions<T> {
  /** Where the previous run ended; undefined if the source is new. */
  readonly from: Checkpoint | undefined
  /** Called when the log is at rest, and nobody follows it any more: whoever has it reads on. Without it, it waits. */
  readonly onRest?: ((log: RestingLog) => void) | undefined
  /** The log that rested, to be followed again from its checkpoint. */
  readonly rested?: RestingLog | undefined
  /** Makes items of bytes that are lost for good. */
  readonly takeGap: (gap: Gap) => readonly T[]
  readonly waker: Waker & Partial<Pick<ClosableWaker, 'hint'>>
  readonly turns: Turns
  readonly rateLimit: ReadRateLimit
  readonly clock: Pick<Clock, 'sleep' | 'now'>
  readonly signal: AbortSignal
}

/**
 * Follows one path as one endless source of lines, whatever happens to the files there. Ends when the signal is
 * aborted; with `onRest` when the log is at rest; and, for one of many logs, when that is gone. Nothing is read ahead:
 * what is not asked for stays in the log. A batch without items comes when a file is first seen, so that its position
 * is saved even if nothing is read.
 */
export async function* follow<T>(options: FollowOptions<T>): AsyncGenerator<Batch<T>, void, void> {
  const { signal, waker, turns } = options
  const trail = new Trail(options, options.from, options.rested)
  begin(trail, options)
  let resting: RestingLog | undefined
  try {
    while (!signal.aborted) {
      let hasMore = false
      if (!trail.isIdle()) {
        await turns.take(trail)
        // Looking at thousands of logs in a row must not delay a signal.
        await setImmediate()
        hasMore = yield* lookAndRead(trail, options)
        turns.end(trail)
        if (options.isOneOfMany && trail.isGone) return
      }
      if (hasMore) continue
      const file = options.onRest && !signal.aborted ? trail.rest() : undefined
      if (file !== undefined) resting = new RestingLog(options.path, file)
      if (resting !== undefined) return rest(resting, trail, options)
      await waker.wake(signal, trail.isUnsettled ? UNSETTLED_INTERVAL : undefined, () => trail.isUnchanged())
    }
  } finally {
    if (resting === undefined) end(trail, options)
  }
}

function begin<T>(trail: Trail, { siblings, path, turns, from, rested, waker }: FollowOptions<T>): void {
  const sibling = { holds: (inode: string) => trail.holds(inode), hint: () => waker.hint?.() }
  if (rested !== undefined) {
    turns.replace(rested, trail)
    return siblings?.replace(path, sibling)
  }
  const inodes = from?.files.map(({ inode }) => inode) ?? []
  siblings?.join(path, inodes, sibling)
}

function rest<T>(log: RestingLog, trail: Trail, { siblings, path, turns, onRest }: FollowOptions<T>): void {
  turns.replace(trail, log)
  siblings?.replace(path, log)
  onRest?.(log)
}

function end<T>(trail: Trail, { siblings, path, turns }: FollowOptions<T>): void {
  siblings?.leave(path)
  turns.leave(trail)
  trail.close()
}

/** Reads all there is for now, or as much as the others allow; true if there is more. */
async function* lookAndRead<T>(trail: Trail, options: FollowOptions<T>): AsyncGenerator<Batch<T>, boolean, void> {
  const failing = new Set<OpenFile>()
  for (let lost = -1; lost < trail.lost && !options.signal.aborted;) {
    const news = await unlessFailing(trail, options, () => lookAndRecover(trail))
    if (news === undefined) return false
    if (news.isNews) yield newsBatch(trail, news.gaps, options)
    lost = trail.lost
    for (const file of trail.ready) {
      const outcome = yield* startAndRead(file, trail, failing, options)
      if (outcome === 'turn over') return true
      if (outcome === 'failing') failing.add(file)
    }
  }
  for (const file of trail.segments.leaving) {
    if (!failing.has(file) && !(yield* finish(file, trail, options))) failing.add(file)
  }
  if (failing.size === 0) trail.wasRead()
  return false
}

/** How reading of one file went. */
type Outcome = 'all read' | 'turn over' | 'failing'

/** Reads a file from its start position, once that is known. */
async function* startAndRead<T>(
  file: OpenFile,
  trail: Trail,
  failing: ReadonlySet<OpenFile>,
  options: FollowOptions<T>,
): AsyncGenerator<Batch<T>, Outcome, void> {
  const start = await unlessFailing(trail, options, () => trail.settleStart(file, (other) => !failing.has(other)))
  if (start === undefined) return 'failing'
  // A file that may still be getting the content of the one before it is saved as seen.
  if (start === 'settled') yield batchOf(trail, [], 0)
  if (!trail.segments.isSettled(file)) return 'all read'
  // What was appended since the comparison has to be compared as well.
  return trail.segments.mayRepeat(file) ? 'all read' : yield* readOn(file, trail, options)
}

async function lookAndRecover(trail: Trail): ReturnType<Trail['recover']> {
  const isNews = trail.look()
  if (!trail.isSearching) return { isNews, gaps: [] }
  const recovered = await trail.recover()
  return { isNews: isNews || recovered.isNews, gaps: recovered.gaps }
}

/** Returns undefined if the disk fails or a server is away: the position stays, and the next look tries again. */
async function unlessFailing<T>(
  trail: Trail,
  { signal }: Pick<FollowOptions<unknown>, 'signal'>,
  action: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await action()
  } catch (error) {
    // The signal ends a search by an error.
    if (signal.aborted) return undefined
    const code = codeOf(error)
    if (code === undefined) throw error
    trail.readFailure.begin(code)
    return undefined
  }
}

/** Reads all complete lines of one file that have not been read yet. */
async function* readOn<T>(
  file: OpenFile,
  trail: Trail,
  options: FollowOptions<T>,
): AsyncGenerator<Batch<T>, Outcome, void> {
  const parts = readContent(file, ALL_LINES, { ...options, isTurnOver: () => options.turns.areWanted })
  for (;;) {
    const { value, done } = await parts.next()
    if (done !== true) {
      yield withPosition(batchOf(trail, value.items, value.lines, value.range), file.position)
      continue
    }
    if (value === 'interrupted') return 'turn over'
    if (value === 'rewritten') trail.lose(file)
    if (typeof value === 'string') return 'all read'
    trail.readFailure.begin(value.failure)
    return 'failing'
  }
}

/** Tells where reading stands after a look, and what turned out to be lost. */
function newsBatch<T>(trail: Trail, gaps: readonly Gap[], { takeGap }: FollowOptions<T>): Batch<T> {
  const items = gaps.flatMap(takeGap)
  const [first] = gaps
  if (first === undefined || items.length === 0) return batchOf(trail, [], 0)
  const { generation, from, to = from } = first
  return batchOf(trail, items, 0, { generation, from, to })
}

function batchOf<T>(trail: Trail, items: readonly T[], lines: number, range?: Range): Batch<T> {
  const { checkpoint } = trail
  return range === undefined ? { items, lines, checkpoint } : { items, lines, range, checkpoint }
}

/** Names the file that a batch was read from, if its checkpoint does not. */
function withPosition<T>(batch: Batch<T>, left: Position): Batch<T> {
  const isNamed = batch.checkpoint.files.some(
    (each) => each.inode === left.inode && each.generation === left.generation,
  )
  return isNamed ? batch : { ...batch, left }
}

/**
 * Leaves a file that nobody writes to any more; what it has after its last newline is a line as well. Not if the signal
 * is aborted: then not everything before that has been read. False if the file cannot be read now.
 */
async function* finish<T>(
  file: OpenFile,
  trail: Trail,
  options: FollowOptions<T>,
): AsyncGenerator<Batch<T>, boolean, void> {
  const batch = await unlessFailing(trail, options, () => finishOnce(file, trail, options))
  if (batch !== undefined && batch !== 'not yet') yield batch
  return batch !== undefined
}

function finishOnce<T>(file: OpenFile, trail: Trail, options: FollowOptions<T>): Batch<T> | 'not yet' {
  const from = file.offset
  const read = file.read()
  if (read === 'rewritten' || options.signal.aborted) return 'not yet'
  const rest = read === 'end' ? Buffer.alloc(0) : read.bytes
  const to = from + rest.length
  if (!trail.isFinished(file, to)) return 'not yet'
  if (trail.isWanted(file)) return handOver(file, trail, options)
  const isRepeated = file.skipping || rest.length === 0 || trail.segments.isCovered(file, to)
  const items = isRepeated ? [] : extractUnfinished(file, rest, options)
  const range = { generation: file.generation, from, to }
  const { position } = file
  trail.drop(file)
  return rest.length === 0 ? batchOf(trail, [], 0) : withPosition(batchOf(trail, items, 1, range), position)
}

/** Leaves a file that another log takes over, with its unfinished line. */
function handOver<T>(file: OpenFile, trail: Trail, { siblings }: FollowOptions<T>): Batch<T> {
  const given = file.position
  siblings?.part(file.inode)
  trail.drop(file)
  return { ...batchOf<T>(trail, [], 0), given }
}
