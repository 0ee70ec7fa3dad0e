import type { Tell } from '../../lib/notice/notice.ts'
import { type Clock, elapsed } from '../../lib/system/clock.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { debugLog } from '../debug/debug-log.ts'
import { debugNotices } from '../debug/debug-notices.ts'
import { spoolNotices } from './notices.ts'
import type { CheckpointStore } from './positions/checkpoints.ts'
import type { Report } from './reports/report-file.ts'
import type { Spool } from './spool.ts'

/** Milliseconds between tries to seal into a full or broken spool. */
const RETRY_INTERVAL = 2000

/** What a sealer works with. */
export interface SealerParts {
  readonly spool: Spool
  readonly checkpoints: CheckpointStore
  readonly clock: Clock
  readonly tell: Tell
  /** Called with the reason when nothing can be sealed, and with undefined when sealing works again. */
  readonly onHold: (reason: string | undefined) => void
  readonly signal: AbortSignal
}

/** Seals the reports of all sources one at a time, each before the positions that it covers advance. */
export class Sealer {
  readonly #parts: SealerParts
  #last: Promise<unknown> = Promise.resolve()
  #held = false

  constructor(parts: SealerParts) {
    this.#parts = parts
  }

  /**
   * Seals a report, then advances the positions in its steps. Waits while the spool is full or broken: the caller reads
   * no further, and the log is the buffer. False, with nothing done, if the program ended first.
   */
  seal(report: Report): Promise<boolean> {
    const sealed = this.#last.then(() => this.#untilSealed(report))
    this.#last = sealed
    return sealed
  }

  async #untilSealed(report: Report): Promise<boolean> {
    const { spool, checkpoints, clock, signal } = this.#parts
    // What rules conclude stands in lines that were passed before.
    const whole = { ...report, steps: [...checkpoints.passed, ...report.steps] }
    while (!signal.aborted || !this.#held) {
      try {
        const began = elapsed()
        const sequence = await spool.seal(whole)
        debugLog.note('spool', () => debugNotices.reportSealed(sequence, report.entries.length, elapsed() - began))
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
