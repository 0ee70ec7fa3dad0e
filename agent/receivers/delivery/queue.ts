import type { RefusedPart } from '../../spool/reports/refused-part.ts'
import type { WaitingReport } from '../../spool/reports/waiting-report.ts'

/** Which reports are sent in parts. Outlives the process: what was refused as a whole is not sent as a whole again. */
export interface NotedDivisions {
  /** The ids of the parts of a report, or of the report itself, that were refused as one. */
  of(report: string): Promise<ReadonlySet<string>>
  /** One more was refused as one; resolves when that is on the disk. */
  note(report: string, part: string): Promise<void>
}

/**
 * What waits for one receiver, oldest first. `test/support/queue-contract.ts` tests what every implementation must do.
 *
 * A report that `next` brings is under way until one of the other methods says what became of it; a process that dies
 * meanwhile finds it waiting again. Methods that promise reject where the disk does not let them; then the report is
 * still under way.
 */
export interface Queue {
  readonly divisions: NotedDivisions
  /** The oldest report that waits and is not under way; undefined where none does. One call at a time. */
  next(): Promise<WaitingReport | undefined>
  /**
   * The receiver has the report, or wants none of it. Calls `moved` once the report waits no more, and resolves when
   * that has reached the disk.
   */
  accepted(report: WaitingReport, moved: () => void): Promise<void>
  /** The receiver refuses the report for good, and the reason is kept; otherwise like `accepted`. */
  rejected(report: WaitingReport, reason: string, moved: () => void): Promise<void>
  /** The receiver has the report but for these parts, which are kept with their reasons; otherwise like `accepted`. */
  divided(report: WaitingReport, refused: readonly RefusedPart[], moved: () => void): Promise<void>
  /** The report waits again, in its old place. */
  giveBack(report: WaitingReport): void
  /** The report waits again, behind all others that wait by now, or as the first of those that were postponed. */
  postpone(report: WaitingReport, place?: 'first' | 'last'): void
}
