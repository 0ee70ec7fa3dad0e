import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { Divisions } from '../../spool/outbox/divisions.ts'
import type { Outbox as SpoolOutbox } from '../../spool/outbox/outbox.ts'
import type { WaitingReport } from '../../spool/reports/waiting-report.ts'
import type { Cause, Later, Outcome } from '../spoor-api/answer-outcome.ts'
import type { ReportClient } from '../spoor-api/report-client.ts'
import { createDivider, type Divided, type Divider } from './division.ts'

/** Where reports wait and where they go; it sorts out broken files by itself. */
export type Outbox = Pick<SpoolOutbox, 'next' | 'accepted' | 'rejected' | 'divided' | 'giveBack' | 'postpone'> & {
  readonly divisions: Pick<Divisions, 'of' | 'note'>
}

/** Why nothing is delivered for now. */
export type Problem = Cause | 'spool'

/** After so many tries in a row at which the API failed, other reports get their turn: it may be this one alone. */
const TRIES_IN_A_ROW = 3

/**
 * So many requests may have been under way with one. When more were answered meanwhile, that it was not is its own
 * fault.
 */
const MANY_ANSWERS = 16

type Settled = Exclude<Outcome, Later> | Divided

/** Why something did not succeed, and will be tried again. */
export type Failure = Omit<Later, 'cause'> & { readonly cause: Problem }

/** What comes next: a report, which then is under way, or nothing waits; or that cannot be told. */
export type Next =
  | { readonly result: 'report'; readonly report: WaitingReport }
  | { readonly result: 'nothing' }
  | Failure

/** What became of one report: it was settled and moved, or it has to wait. */
export type Delivery = Settled | Failure

/** What a courier works with. */
export interface CourierParts {
  readonly outbox: Outbox
  readonly api: Pick<ReportClient, 'send'>
  /** Whether a report that the API refuses is tried again. */
  readonly retryRefused?: boolean | undefined
  readonly signal: AbortSignal
}

/**
 * Carries reports from an outbox to an API; requests are given up when the signal is aborted. Trouble with the spool is
 * a failure like any other, so no method rejects.
 */
export class Courier {
  readonly #outbox: Outbox
  readonly #signal: AbortSignal
  readonly #divider: Divider
  /** What became of reports that could not be moved where they belong. */
  readonly #unmoved = new Map<string, Settled>()
  /** How often in a row the API has failed at a report. */
  readonly #errors = new Map<string, number>()
  #answers = 0
  #carried = 0

  constructor({ outbox, api, retryRefused, signal }: CourierParts) {
    this.#outbox = outbox
    this.#signal = signal
    this.#divider = createDivider({ api, divisions: outbox.divisions, retryRefused })
  }

  /** The oldest report that waits and is not under way; one call at a time. */
  async next(): Promise<Next> {
    try {
      const report = await this.#outbox.next()
      if (report !== undefined) return { result: 'report', report }
    } catch (error) {
      return spoolFailure(error)
    }
    // What was known of reports that somebody has taken away.
    if (this.#carried === 0) for (const known of [this.#unmoved, this.#errors, this.#divider]) known.clear()
    return { result: 'nothing' }
  }

  /** Whether the API has failed at this report so often in a row that it gives way to others. */
  isSuspect({ id }: WaitingReport): boolean {
    return (this.#errors.get(id) ?? 0) >= TRIES_IN_A_ROW
  }

  /** Puts back what `next` brought and is not carried: in its place, be it among those that give way to all others. */
  giveBack(report: WaitingReport): void {
    // At their end it would lose its turn each time that none of them may be tried.
    if (this.isSuspect(report)) this.#outbox.postpone(report, 'first')
    else this.#outbox.giveBack(report)
  }

  /**
   * Carries a report to the API once, in parts where it has to be, and moves it where it then belongs. `moved` is
   * called when it was, which has to reach the disk still. A report that was settled but could not be moved is not sent
   * again when it comes next, only moved.
   */
  async carry(report: WaitingReport, moved: () => void): Promise<Delivery> {
    const before = this.#answers
    this.#carried += 1
    try {
      const outcome = this.#unmoved.get(report.id) ?? (await this.#send(report))
      if (outcome.result === 'later') {
        this.#wait(report, outcome, this.#answers - before)
        return outcome
      }
      this.#answers += 1
      this.#errors.delete(report.id)
      return await this.#move(report, outcome, moved)
    } finally {
      this.#carried -= 1
    }
  }

  #send(report: WaitingReport): Promise<Settled | Failure> {
    return this.#divider.send(report, this.#signal).catch(spoolFailure)
  }

  #wait(report: WaitingReport, { cause, mayBeItsOwn = cause === 'api' }: Failure, meanwhile: number): void {
    this.#errors.set(report.id, mayBeItsOwn ? (this.#errors.get(report.id) ?? 0) + 1 : 0)
    // Others need nothing written to leave the spool.
    if (meanwhile > MANY_ANSWERS || cause === 'spool' || this.isSuspect(report)) this.#outbox.postpone(report)
    else this.#outbox.giveBack(report)
  }

  async #move(report: WaitingReport, outcome: Settled, moved: () => void): Promise<Delivery> {
    try {
      await file(this.#outbox, report, outcome, moved)
    } catch (error) {
      this.#unmoved.set(report.id, outcome)
      // A full disk has room for no reason; what is accepted is only renamed, and where that fails nothing more is to
      // be sent.
      if (outcome.result === 'accepted') this.#outbox.giveBack(report)
      else this.#outbox.postpone(report)
      return spoolFailure(error)
    }
    this.#unmoved.delete(report.id)
    return outcome
  }
}

function file(outbox: Outbox, report: WaitingReport, outcome: Settled, moved: () => void): Promise<void> {
  switch (outcome.result) {
    case 'accepted':
      return outbox.accepted(report, moved)
    case 'rejected':
      return outbox.rejected(report, outcome.reason, moved)
    case 'divided':
      return outbox.divided(report, outcome.refused, moved)
  }
}

function spoolFailure(error: unknown): Failure {
  const reason = `The spool cannot be used (${codeOf(error) ?? 'no code'}): ${plainText(messageOf(error))}.`
  return { result: 'later', cause: 'spool', reason }
}
