import type { RefusedPart } from './reports/refused-part.ts'
import type { WaitingReport } from './reports/waiting-report.ts'

/** Which reports are sent in parts. On disk, so that what was refused as a whole is never sent as a whole again. */
export interface NotedDivisions {
  /** The ids of the parts of a report, or of the report itself, that were refused as one. */
  of(report: string): Promise<ReadonlySet<string>>
  /** Notes that one more was refused as one; resolves when that is on disk. */
  note(report: string, part: string): Promise<void>
}

/**
 * What waits for one receiver, oldest first. `test/support/queue-contract.ts` tests what every implementation must do.
 *
 * A report from `next` is in flight until one of the other methods says what became of it; if the process dies first,
 * it waits again. The asynchronous methods reject on disk errors; the report then stays in flight.
 */
export interface Queue {
  readonly divisions: NotedDivisions
  /** The oldest report that waits and is not in flight; undefined if there is none. One call at a time. */
  next(): Promise<WaitingReport | undefined>
  /**
   * The receiver has the report, or wants none of it. Calls `moved` once the report no longer waits, and resolves when
   * that is on disk.
   */
  accepted(report: WaitingReport, moved: () => void): Promise<void>
  /** The receiver refuses the report for good, and the reason is kept; otherwise like `accepted`. */
  rejected(report: WaitingReport, reason: string, moved: () => void): Promise<void>
  /** The receiver has the report but for these parts, which are kept with their reasons; otherwise like `accepted`. */
  divided(report: WaitingReport, refused: readonly RefusedPart[], moved: () => void): Promise<void>
  /** The report waits again, in its old place. */
  giveBack(report: WaitingReport): void
  /** The report waits again, behind all others that wait now, or as the first of those that were postponed. */
  postpone(report: WaitingReport, place?: 'first' | 'last'): void
}
