import type { Checkpoint } from './checkpoint.ts'
import { type ExtractionOptions, extractLines } from './extraction.ts'
import { LogFile } from './files/log-file.ts'
import { tryRead } from './files/open-file.ts'
import type { ReadRateLimit } from './read-rate-limit.ts'
import type { Part } from './reading.ts'
import type { Trail } from './trail/trail.ts'
import type { Turns } from './turns.ts'

/** The most that is read without a turn, in bytes: others are kept waiting meanwhile. */
const MOST = 65_536

/** What taking growth works with. */
export interface GrowthOptions<T> extends ExtractionOptions<T> {
  /**
   * Hears of lines that `takeBlock` took while the log waits: they are in no batch. Where reading stands it may ask at
   * any time, until the next batch tells it.
   */
  readonly onGrowth?: ((growth: Part<T>, checkpoint: () => Checkpoint) => void) | undefined
  readonly turns: Pick<Turns, 'touch'>
  readonly rateLimit: Pick<ReadRateLimit, 'isLimited'>
}

/**
 * A log that waits. Most logs do nothing but grow most of the time: what is appended is taken by one look and one read,
 * without waking the log, if somebody listens for it.
 */
export class WaitingLog<T> {
  readonly #trail: Trail
  readonly #options: GrowthOptions<T>
  #hasGrown = false

  constructor(trail: Trail, options: GrowthOptions<T>) {
    this.#trail = trail
    this.#options = options
  }

  /** Whether there is nothing more to do. */
  readonly isQuiet = (): boolean => {
    const seen = this.#trail.glance()
    if (seen !== 'changed' || this.#options.onGrowth === undefined) return seen === 'unchanged'
    const growth = this.#read()
    if (growth === 'more') return false
    if (growth === undefined) return true
    this.#hasGrown = true
    this.#options.onGrowth(growth, this.#checkpoint)
    return true
  }

  /** Where reading stands, if it has moved on since the last batch. To be asked before anything else is done. */
  takeReached(): Checkpoint | undefined {
    const { checkpoint } = this.#hasGrown ? this.#trail : {}
    this.#hasGrown = false
    return checkpoint
  }

  /** Undefined if no line is complete; `more`, with nothing taken, if that does not do. */
  #read(): Part<T> | 'more' | undefined {
    const file = this.#options.rateLimit.isLimited ? undefined : readableFile(this.#trail)
    const read = file && tryRead(file)
    if (read === 'end') return undefined
    // Where a hole begins, or nothing can be read, one read is not enough.
    if (file === undefined || typeof read !== 'object' || read.bytes[0] === 0) return 'more'
    this.#options.turns.touch(this.#trail)
    const from = file.offset
    const items: T[] = []
    const lines = extractLines(file, read.bytes, items, this.#options)
    const to = file.offset
    return to === from ? undefined : { items, lines, range: { generation: file.generation, from, to } }
  }

  readonly #checkpoint = (): Checkpoint => this.#trail.checkpoint
}

/** The one file of a log, if little was appended to it and nothing is to be found out before it is read. */
function readableFile({ segments, place }: Trail): LogFile | undefined {
  const file = segments.last?.file
  if (!(file instanceof LogFile) || file.skipping || segments.mayRepeat(file)) return undefined
  return place.size >= file.offset && place.size - file.offset <= MOST ? file : undefined
}
