import type { Tell } from '../../../lib/notice/notice.ts'
import type { Clock } from '../../../lib/system/clock.ts'
import { eitherSignal } from '../../../lib/system/either-signal.ts'
import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import type { Config } from '../../config/config.ts'
import { spoolNotices } from '../notices.ts'
import { oldestSavedSequence } from '../positions/saved-checkpoints.ts'
import { oldestCountedSequence } from '../positions/saved-counters.ts'
import { oldestAsked } from '../recovery.ts'
import { sequenceOf } from '../reports/report-name.ts'
import { linkedNumbers } from '../sequence.ts'
import type { SpoolFolders } from '../spool-folders.ts'
import { purge } from './purge.ts'

/** Milliseconds between two sweeps. */
const INTERVAL = 3_600_000

/** The same while a receiver takes nothing. */
const BLOCKED_INTERVAL = 300_000

/** A sweep starts early once this many reports have arrived since the last one. */
const MANY = 50_000

/** Milliseconds between two notices of what was removed, at least. */
const TELLING_INTERVAL = 86_400_000

/** How many reports were removed, by folder. */
export interface Removed {
  readonly transmitted: number
  readonly failed: number
}

/** Which reports of the sequence a receiver still needs. */
export interface QueueBounds {
  readonly name: string
  /** Reports with higher numbers wait for it. */
  readonly neededAfter: number
  /** Gives up on the oldest reports if the backlog is too large; resolves with how many. */
  readonly giveUp: () => Promise<number>
}

/** What retention works with. */
export interface RetentionParts {
  readonly folders: SpoolFolders
  /** The queues of the receivers other than the API. */
  readonly queues: readonly QueueBounds[]
  readonly limits: Pick<Config['spool'], 'keepTransmitted' | 'maxTransmitted' | 'keepFailed' | 'maxFailed'>
  readonly clock: Clock
  readonly tell: Tell
  /** Called after each removal with the totals since the start. */
  readonly onRemoved: (removed: Removed) => void
}

/**
 * Removes reports that were sent or refused for good, and the covers of dropped ones, once they are too old or too
 * large together; never one that the collector's recovery may need for its positions.
 */
export class Retention {
  readonly #parts: RetentionParts
  readonly #removed = { transmitted: 0, failed: 0 }
  #told: Removed & { readonly at: number } = { transmitted: 0, failed: 0, at: -Infinity }
  /** Reports that arrived since the start, and the same number as of the last sweep. */
  #arrived = 0
  #swept = 0
  /** When the last sweep began. */
  #sweptAt = -Infinity
  #endOfRest = new AbortController()
  #isFailing = false

  constructor(parts: RetentionParts) {
    this.#parts = parts
  }

  /** Sweeps at the start and then about every hour, until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.sweep(signal)
      this.#endOfRest = new AbortController()
      await this.#parts.clock.sleep(INTERVAL, eitherSignal(signal, this.#endOfRest.signal))
    }
  }

  /** Notes how many reports were sent or refused for good since the start. */
  arrived(count: number): void {
    this.#arrived = count
    if (count - this.#swept >= MANY) this.#endOfRest.abort()
  }

  /** Notes that a receiver takes nothing: its backlog may exceed its bound long before the next sweep. */
  blocked(): void {
    if (Math.abs(this.#parts.clock.now() - this.#sweptAt) >= BLOCKED_INTERVAL) this.#endOfRest.abort()
  }

  /** Removes what may go now. Repeated failures give one notice; the next sweep retries. */
  async sweep(signal: AbortSignal): Promise<void> {
    const { folders, queues, limits, clock, tell } = this.#parts
    this.#swept = this.#arrived
    this.#sweptAt = clock.now()
    try {
      for (const { name, giveUp } of queues) {
        const count = await giveUp()
        if (count > 0) tell(spoolNotices.reportsGivenUp(name, count))
      }
      const mayBeAsked = await neededIn(folders)
      const isWaitedFor = (name: string): boolean =>
        queues.some(({ neededAfter }) => (sequenceOf(name) ?? 0) > neededAfter)
      const isNeeded = (name: string): boolean => mayBeAsked(name) || isWaitedFor(name)
      const rules = { isNeeded, now: clock.now(), sealed: folders.sealed, signal }
      const { keepTransmitted, maxTransmitted, keepFailed: keep, maxFailed: max } = limits
      const sent = { ...rules, keep: keepTransmitted, max: maxTransmitted }
      await purge(folders.transmitted, { ...sent, onRemoved: () => this.#count('transmitted') })
      await purge(folders.failed, { ...rules, keep, max, onRemoved: () => this.#count('failed') })
      // Covers are not counted as reports.
      await purge(folders.dropped, { ...rules, keep, max, onRemoved: () => undefined })
      const linked = await linkedNumbers(folders)
      const isKept = (name: string): boolean => isNeeded(name) || linked.has(sequenceOf(name) ?? -1)
      await purge(folders.sealed, {
        ...sent,
        sealed: undefined,
        isNeeded: isKept,
        onRemoved: () => this.#count('transmitted'),
      })
      this.#isFailing = false
    } catch (error) {
      if (codeOf(error) === undefined) throw error
      if (!this.#isFailing) tell(spoolNotices.spoolNotPurged(folders.root, messageOf(error)))
      this.#isFailing = true
    }
    this.#tellRemoved()
  }

  #count(place: keyof Removed): void {
    this.#removed[place] += 1
    this.#parts.onRemoved({ ...this.#removed })
  }

  #tellRemoved(): void {
    const { clock, tell } = this.#parts
    const transmitted = this.#removed.transmitted - this.#told.transmitted
    const failed = this.#removed.failed - this.#told.failed
    const at = clock.now()
    if (transmitted + failed === 0 || Math.abs(at - this.#told.at) < TELLING_INTERVAL) return
    this.#told = { ...this.#removed, at }
    tell(spoolNotices.reportsRemoved(transmitted, failed))
  }
}

/**
 * Tells which reports the collector's recovery may read: those newer than the oldest checkpoints, and the oldest state
 * of counters, that it could fall back on, and the newest `most`, which it reads without checkpoints. If none are
 * saved, all reports are needed. Reads the checkpoints first, so that a save in between only makes the answer more
 * cautious.
 */
export async function neededIn(folders: SpoolFolders, most?: number): Promise<(name: string) => boolean> {
  const counted = (await oldestCountedSequence(folders.root)) ?? Infinity
  const saved = Math.min((await oldestSavedSequence(folders.root)) ?? -1, counted)
  const oldest = await oldestAsked(folders, most)
  return (name) => {
    const sequence = sequenceOf(name)
    return sequence !== undefined && (sequence > saved || sequence >= oldest)
  }
}
