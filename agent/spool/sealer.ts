import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { spoolNotices } from './notices.ts'
import type { CheckpointStore } from './positions/checkpoints.ts'
import type { Report } from './reports/report-file.ts'
import type { Spool } from './spool.ts'

/** How long to wait before a full or broken spool is tried again, in milliseconds. */
const RETRY_INTERVAL = 2000

/** What a sealer works with. */
export interface SealerParts {
  readonly spool: Spool
  readonly checkpoints: CheckpointStore
  readonly clock: Clock
  readonly tell: Tell
  /** Hears why nothing can be stored, and undefined when it can again. */
  readonly onHold: (reason: string | undefined) => void
  readonly signal: AbortSignal
}

/**
 * Brings reports of all sources to disk one after the other, each before the position that it covers counts as done.
 */
export class Sealer {
  readonly #parts: SealerParts
  #last: Promise<unknown> = Promise.resolve()
  #held = false

  constructor(parts: SealerParts) {
    this.#parts = parts
  }

  /**
   * Seals a report, then notes where its source goes on, if it says so. While the spool is full or broken this waits:
   * the caller reads no further, and the log is the buffer. False where the end of the program came first; nothing is
   * done then.
   */
  seal(report: Report): Promise<boolean> {
    const sealed = this.#last.then(() => this.#untilSealed(report))
    this.#last = sealed
    return sealed
  }

  async #untilSealed(report: Report): Promise<boolean> {
    const { spool, checkpoints, clock, signal } = this.#parts
    while (!signal.aborted || !this.#held) {
      try {
        const sequence = await spool.seal(report)
        checkpoints.advanceAll(report.steps, { sequence, taken: report.taken })
        this.#hold(undefined)
        return true
      } catch (error) {
        this.#hold(messageOf(error))
        await clock.sleep(RETRY_INTERVAL, signal)
      }
    }
    return false
  }

  #hold(reason: string | undefined): void {
    const { tell, onHold } = this.#parts
    if (this.#held === (reason !== undefined)) return
    this.#held = reason !== undefined
    tell(reason === undefined ? spoolNotices.spoolReleased() : spoolNotices.spoolHeld(reason))
    onHold(reason)
  }
}
