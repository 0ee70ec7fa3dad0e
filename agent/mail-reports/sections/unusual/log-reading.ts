import { statSync } from 'node:fs'
import type { Clock } from '../../../../lib/system/clock.ts'
import { eitherSignal } from '../../../../lib/system/either-signal.ts'
import { Mounts } from '../../../../lib/system/files/mounts.ts'
import type { Checkpoint } from '../../../follow/checkpoint.ts'
import { type FollowOptions, follow } from '../../../follow/follow.ts'
import type { Gap } from '../../../follow/gap.ts'
import { ReadRateLimit } from '../../../follow/read-rate-limit.ts'
import { readingToEnd } from '../../../follow/reading-to-end.ts'
import { Turns } from '../../../follow/turns.ts'
import { ReaderNotices } from './reader-notices.ts'

/** The clock, and milliseconds on one that never steps. */
export interface ReadingTime {
  readonly clock: Clock
  readonly elapsed: () => number
}

/** What is read, and by whom. */
interface ReadingOptions extends Pick<FollowOptions<never>, 'path' | 'from' | 'start' | 'signal'> {
  /** Takes a line without its newline; the bytes are valid only during the call. */
  readonly take: (bytes: Buffer) => void
  /** Takes bytes that are lost for good. */
  readonly lose: (gap: Gap) => void
  /** Bytes a second, Infinity for no limit. */
  readonly rate: number
  readonly time: ReadingTime
}

/** How far a log was read. */
interface ReadLog {
  /** Where the next report begins; undefined if the log could not be looked at. */
  readonly checkpoint: Checkpoint | undefined
  /** What a reader should know of how it went. */
  readonly sentences: readonly string[]
}

/**
 * Reads each complete line of a log once from a position to its end, through all rotations since. A file that left the
 * path is read until it was silent for 10 s. Throws the signal's reason.
 */
export async function readLog(options: ReadingOptions): Promise<ReadLog> {
  const { path, from, take, lose, rate, time, signal } = options
  const { elapsed } = time
  const notices = new ReaderNotices()
  let isSettled = true
  const end = readingToEnd({
    clock: time.clock,
    isUnread: () => notices.has('source_unreadable'),
    onEnd: (settled) => void (isSettled = settled),
  })
  let reached = from
  const batches = follow<never>({
    ...options,
    ...time,
    source: 'unusual',
    isOneOfMany: false,
    needles: 'every line',
    most: Infinity,
    take: ({ bytes }) => (take(bytes), []),
    takeGap: (gap) => (lose(gap), []),
    tell: notices.tell,
    waker: end.waker,
    turns: new Turns(1),
    mounts: new Mounts(elapsed),
    rateLimit: new ReadRateLimit(rate, elapsed),
    signal: eitherSignal(signal, end.signal),
  })
  for await (const { checkpoint } of batches) reached = checkpoint
  signal.throwIfAborted()
  const [isMissing, isUnread] = [notices.has('source_missing'), notices.has('source_unreadable')]
  // Nothing was there, so that all of what appears is new.
  if (isMissing) reached ??= { files: [] }
  const sentences = [...notices.sentences]
  // No `existsSync`: access(2) does not count the right to pass through folders of others.
  if (!isMissing && !isUnread && statSync(path, { throwIfNoEntry: false }) === undefined)
    sentences.push(`unusual: ${path} is not there; the report goes on when it is.`)
  else if (!isSettled && !isUnread)
    sentences.push(`unusual: ${path} is still being rotated; what is left of it comes with the next report.`)
  return { checkpoint: reached, sentences }
}
