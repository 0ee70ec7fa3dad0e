import { NOT_THERE } from '../snapshots/not-there.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'

/** With more unread bytes a log is being caught up with, not followed. */
export const CATCHING_UP = 16 * 1024 * 1024

/** With older unread bytes it is behind, in seconds. */
const LATE = 60

/** A log that was not written to for so many milliseconds, and is read to its end, is idle. */
const IDLE = 3_600_000

/**
 * How a source is, each with what it means: docs/commands.md and docs/status.schema.json have the words, so none
 * changes its meaning.
 */
export const SOURCE_STATES = {
  reading: 'It is read as it grows.',
  idle: 'It is read to its end, and has not grown for an hour.',
  behind: 'More than 16 MiB, or bytes that may be older than a minute, are not read yet.',
  held: 'Reading has stopped, as the spool or its disk is full: the log is the buffer.',
  unread: 'The collector that runs does not know it, as the configuration is newer.',
  absent: 'It is not there, and need not be.',
  missing: 'It is not there, and should be.',
  unreadable: 'It is there, and cannot be read.',
  stuck: 'The collector shows no sign of life.',
  stopped: 'The collector does not run.',
} as const

/** How a source is, in a word. */
export type SourceState = keyof typeof SOURCE_STATES

/** Who reads the sources, and when that is asked, in milliseconds since the epoch. */
export interface SourceReader {
  readonly collector: { readonly running: boolean; readonly hangs?: true; readonly held?: string | undefined }
  /** When it gave its last sign of life; undefined if it gave none since the machine started. */
  readonly beat: number | undefined
  readonly now: number
}

/** What is known of a source. */
interface Seen extends Pick<SourceSnapshot, 'problem'> {
  readonly size?: number
  readonly written?: number
  readonly lag?: number
  readonly lagSeconds?: number
  /** Whether the collector told of it. */
  readonly isTold: boolean
  readonly optional?: boolean
}

/** How a source is, the worst that fits. */
export function sourceState(seen: Seen, reader: SourceReader): SourceState {
  const { problem, size, optional = false, isTold } = seen
  if (problem !== undefined) return problem === NOT_THERE ? 'missing' : 'unreadable'
  if (size === undefined && optional) return 'absent'
  const { running, hangs, held } = reader.collector
  if (!running) return 'stopped'
  if (hangs === true) return 'stuck'
  if (!isTold) return 'unread'
  return held === undefined ? paceOf(seen, reader) : 'held'
}

function paceOf({ lag = 0, lagSeconds = 0, written = Infinity }: Seen, { now }: SourceReader): SourceState {
  if (lag > CATCHING_UP || lagSeconds >= LATE) return 'behind'
  return lag === 0 && now - written > IDLE ? 'idle' : 'reading'
}

/**
 * How many seconds ago at most the oldest of so many unread bytes was written: since when the reader was not at the end
 * of the log, or gave no sign of life. Undefined where the collector does not tell, as of logs that are only counted.
 */
export function secondsBehind(
  lag: number,
  behindSince: SourceSnapshot['behindSince'],
  { collector, beat, now }: SourceReader,
): number | undefined {
  if (lag === 0) return 0
  if (behindSince === undefined) return undefined
  // Whoever waits at the end hears at once of more.
  const isAwake = collector.running && collector.hangs !== true
  const since = behindSince ?? (isAwake ? now : beat)
  return since === undefined ? undefined : Math.max(0, Math.floor((now - since) / 1000))
}
