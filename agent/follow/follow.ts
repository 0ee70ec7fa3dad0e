import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../lib/system/clock.ts'
import { codeOf } from '../../lib/system/errors.ts'
import type { ClosableWaker, Waker } from '../../lib/system/watching/waker.ts'
import type { Checkpoint, Position } from './checkpoint.ts'
import { type PassageOptions, passOver, takeUnended } from './extraction.ts'
import { LONGEST_LINE, type OpenFile } from './files/open-file.ts'
import type { Gap } from './gap.ts'
import type { Pace } from './read-rate-limit.ts'
import type { TrailOptions } from './trail/trail-options.ts'
import { Trail } from './trail/trail.ts'
import type { Turns } from './turns.ts'

/**
 * How often to look where nothing hints, in milliseconds: at what is still added to a file that has left the path, at a
 * copy that is being written, at a file that cannot be read now.
 */
const UNSETTLED_INTERVAL = 1000

/** After so many reads in a row (4 MiB) others get their turn. */
const READS_IN_A_ROW = 16

/**
 * How long to rest after each leap over a hole, in milliseconds: one takes as long at most, however long the hole is.
 */
const LEAP_REST = 50

/** What so many rows (64 MiB) brought is made safe at the latest, so that a kill costs little. */
const ROWS_IN_A_BATCH = 16

/** A stretch of one file, in bytes. */
export interface Range {
  /** Names the content of the file. */
  readonly generation: string
  readonly from: number
  readonly to: number
}

/** What one read brought, or several where there is much to read: a report costs more than all that it is read from. */
export interface Batch<T> {
  /** What was taken of its lines, or of what is gone, in order. */
  readonly items: readonly T[]
  /** The complete lines that were passed, of interest or not. */
  readonly lines: number
  /** The stretch of file that was read. */
  readonly range?: Range
  /** Where reading goes on once the items are safe. */
  readonly checkpoint: Checkpoint
  /** Where reading ended of a file with which another log of the folder goes on. */
  readonly given?: Position
}

/** What `follow` needs of its surroundings. */
export interface FollowOptions<T> extends TrailOptions, PassageOptions<T> {
  /** Where a former run ended; undefined when the source is seen for the first time. */
  readonly from: Checkpoint | undefined
  /** What to keep of bytes that are gone for good. */
  readonly takeGap: (gap: Gap) => readonly T[]
  readonly waker: Waker & Partial<Pick<ClosableWaker, 'hint'>>
  readonly turns: Turns
  readonly pace: Pace
  readonly clock: Pick<Clock, 'sleep' | 'now'>
  readonly signal: AbortSignal
}

/**
 * Makes one path look like one perpetual source of lines, whatever happens to the files at it. Ends when the signal is
 * aborted, and for one of many when it is gone. Nothing is read ahead: a batch that is not asked for stays in the log.
 * A batch without items comes when a file is first seen, so that this very position is saved though nothing may be
 * read.
 */
export async function* follow<T>(options: FollowOptions<T>): AsyncGenerator<Batch<T>, void, void> {
  const { signal, waker, turns } = options
  const trail = new Trail(options, options.from)
  const inodes = options.from?.files.map(({ inode }) => inode) ?? []
  options.siblings?.join(options.path, inodes, { holds: (inode) => trail.holds(inode), hint: () => waker.hint?.() })
  try {
    while (!signal.aborted) {
      let hasMore = false
      if (!trail.isAtRest()) {
        await turns.take(trail)
        // Thousands of logs that are looked at in a row must not keep a signal waiting.
        await setImmediate()
        hasMore = yield* lookAndRead(trail, options)
        turns.end(trail)
        if (options.isOneOfMany && trail.isGone) return
      }
      if (hasMore) continue
      await waker.wake(signal, trail.isUnsettled ? UNSETTLED_INTERVAL : undefined, () => trail.isQuiet())
    }
  } finally {
    options.siblings?.leave(options.path)
    turns.leave(trail)
    trail.close()
  }
}

/** All that is there for now, or as much of it as others let; true where there is more. */
async function* lookAndRead<T>(trail: Trail, options: FollowOptions<T>): AsyncGenerator<Batch<T>, boolean, void> {
  const failing = new Set<OpenFile>()
  for (let lost = -1; lost < trail.lost && !options.signal.aborted;) {
    const news = await unlessFailing(trail, options, () => lookAndRecover(trail))
    if (news === undefined) return false
    if (news.isNews) yield newsBatch(trail, news.gaps, options)
    lost = trail.lost
    for (const file of trail.ready) {
      const end = yield* placeAndRead(file, trail, failing, options)
      if (end === 'turn is over') return true
      if (end === 'failing') failing.add(file)
    }
  }
  for (const file of trail.stretches.leaving) {
    if (!failing.has(file) && !(yield* finish(file, trail, options))) failing.add(file)
  }
  if (failing.size === 0) trail.wasRead()
  return false
}

/** Reads a file from where it turns out to begin. */
async function* placeAndRead<T>(
  file: OpenFile,
  trail: Trail,
  failing: ReadonlySet<OpenFile>,
  options: FollowOptions<T>,
): AsyncGenerator<Batch<T>, End, void> {
  const placing = await unlessFailing(trail, options, () => trail.place(file, (former) => !failing.has(former)))
  if (placing === undefined) return 'failing'
  if (!trail.stretches.isKnown(file)) return 'all read'
  if (placing === 'settled') yield batchOf(trail, [], 0)
  // What was added since it was compared has to be compared, too.
  return trail.stretches.mayBeKnown(file) ? 'all read' : yield* readOn(file, trail, options)
}

async function lookAndRecover(trail: Trail): ReturnType<Trail['recover']> {
  const isNews = trail.look()
  if (trail.lost === 0) return { isNews, gaps: [] }
  const recovered = await trail.recover()
  return { isNews: isNews || recovered.isNews, gaps: recovered.gaps }
}

/** A disk that fails, or a server that is away, is waited for: the position stays where it is. Undefined then. */
async function unlessFailing<T>(
  trail: Trail,
  { signal }: Pick<FollowOptions<unknown>, 'signal'>,
  action: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await action()
  } catch (error) {
    // A search ends with the program.
    if (signal.aborted) return undefined
    const code = codeOf(error)
    if (code === undefined) throw error
    trail.trouble.begin(code)
    return undefined
  }
}

/** All complete lines of one file that have not been read yet; why there are no more for now. */
async function* readOn<T>(
  file: OpenFile,
  trail: Trail,
  options: FollowOptions<T>,
): AsyncGenerator<Batch<T>, End, void> {
  const { signal, most } = options
  let passed: Passed<T> = { generation: '', from: file.offset, items: [], lines: 0 }
  for (let rows = 1; !signal.aborted; rows += 1) {
    const before = file.offset
    const read = await unlessFailing(trail, options, () => readRow(file, passed, options))
    const wait = restAfter(file.offset - before, options)
    const isEnd = read !== 'lines' || (await isTurnOver(options))
    if (isEnd || wait > 0 || passed.items.length >= most || rows % ROWS_IN_A_BATCH === 0) {
      const { generation, from, items, lines } = passed
      if (file.offset > from) yield batchOf(trail, items, lines, { generation, from, to: file.offset })
      passed = { generation, from: file.offset, items: [], lines: 0 }
    }
    if (read === 'rewritten') trail.lose(file)
    // Only now: what was found is safe, and need not wait for what is still to be read.
    if (wait > 0) await options.clock.sleep(wait, signal)
    if (isEnd) return ENDS[read ?? 'failing']
  }
  return ENDS.lines
}

/** How long to rest after so many bytes. What was leapt over was not on the disk. */
function restAfter<T>(bytes: number, { pace }: FollowOptions<T>): number {
  const most = READS_IN_A_ROW * LONGEST_LINE
  return Math.max(pace.spend(Math.min(bytes, most)), bytes > most ? LEAP_REST : 0)
}

/** Lets others have their turn. */
async function isTurnOver<T>({ signal, turns }: FollowOptions<T>): Promise<boolean> {
  await setImmediate()
  return signal.aborted || turns.areWanted
}

/** How reading a file ended, by what the last read brought. */
const ENDS = { lines: 'turn is over', end: 'all read', rewritten: 'all read', failing: 'failing' } as const

type End = (typeof ENDS)[keyof typeof ENDS]

/** What one batch is made of, as long as it is. */
interface Passed<T> {
  generation: string
  readonly from: number
  readonly items: T[]
  lines: number
}

/**
 * Without a pause, which costs more than a read. A row ends early where there is enough for a batch, or reading is
 * slowed down.
 */
async function readRow<T>(
  file: OpenFile,
  passed: Passed<T>,
  options: FollowOptions<T>,
): Promise<'lines' | 'end' | 'rewritten'> {
  const most = options.pace.isLimited ? 1 : READS_IN_A_ROW
  for (let reads = 0; reads < most && passed.items.length < options.most; reads += 1) {
    const filling = file.fill()
    if (filling !== undefined) await filling
    const read = file.read()
    if (typeof read === 'string') return read
    const before = file.offset
    passed.lines += passOver(file, read.bytes, passed.items, options)
    if (file.offset === before) return 'end'
    passed.generation = file.generation
    if (file.offset - before > LONGEST_LINE) break
  }
  return 'lines'
}

/** Says where reading stands since a look, and what turned out to be gone. */
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

/**
 * Leaves a file that nobody writes to any more: what stands after its last newline is a line too. Not when the signal
 * is aborted: then not all that stands before has been read. False where it cannot be read now.
 */
async function* finish<T>(
  file: OpenFile,
  trail: Trail,
  options: FollowOptions<T>,
): AsyncGenerator<Batch<T>, boolean, void> {
  const batch = await unlessFailing(trail, options, () => finishOnce(file, trail, options))
  if (batch !== undefined && batch !== 'end') yield batch
  return batch !== undefined
}

function finishOnce<T>(file: OpenFile, trail: Trail, options: FollowOptions<T>): Batch<T> | 'end' {
  const from = file.offset
  const read = file.read()
  if (read === 'rewritten' || options.signal.aborted) return 'end'
  const rest = read === 'end' ? Buffer.alloc(0) : read.bytes
  if (!trail.isFinished(file, from + rest.length)) return 'end'
  if (trail.isWanted(file)) return giveAway(file, trail, options)
  const items =
    file.skipping || rest.length === 0 || trail.stretches.isCovered(file, from + rest.length)
      ? []
      : takeUnended(file, rest, options)
  const range = { generation: file.generation, from, to: from + rest.length }
  trail.drop(file)
  return rest.length === 0 ? batchOf(trail, [], 0) : batchOf(trail, items, 1, range)
}

/** Another log goes on with the file, and takes its unfinished line, too. */
function giveAway<T>(file: OpenFile, trail: Trail, { siblings }: FollowOptions<T>): Batch<T> {
  const given = file.position
  siblings?.part(file.inode)
  trail.drop(file)
  return { ...batchOf<T>(trail, [], 0), given }
}
