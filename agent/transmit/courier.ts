import type { Divisions } from '../spool/divisions.ts'
import type { Outbox as SpoolOutbox } from '../spool/outbox.ts'
import type { WaitingReport } from '../spool/waiting-report.ts'
import { codeOf, messageOf } from '../system/errors.ts'
import { plainText } from '../system/plain-text.ts'
import { createDivider, type Divided } from './division.ts'
import type { Cause, Later, Outcome } from './outcome.ts'
import type { ReportClient } from './report-client.ts'

/** Where reports wait and where they go; it sorts out broken files by itself. */
export type Outbox = Pick<SpoolOutbox, 'next' | 'accepted' | 'rejected' | 'divided' | 'giveBack' | 'postpone'> & {
  readonly divisions: Pick<Divisions, 'of' | 'note'>
}

/** Why nothing is delivered for now. */
export type Problem = Cause | 'spool'

/** After so many tries in a row at which the API failed, other reports get their turn: it may be this one alone. */
const TRIES_IN_A_ROW = 3

/** So many requests may have been under way with one. When more were answered meanwhile, that it was not is its own fault. */
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

/** Carries reports to the API; trouble with the spool is a failure like any other, so neither method rejects. */
export interface Courier {
  /** The oldest report that waits and is not under way; one call at a time. */
  next(): Promise<Next>
  /**
   * Carries a report to the API once, in parts where it has to be, and moves it where it then belongs. `moved` is called when it was, which has to reach the
   * disk still. A report that was settled but could not be moved is not sent again when it comes next, only moved.
   */
  carry(report: WaitingReport, moved: () => void): Promise<Delivery>
}

/** A courier between an outbox and an API; requests are given up when the signal is aborted. */
export function createCourier(outbox: Outbox, api: Pick<ReportClient, 'send'>, signal: AbortSignal): Courier {
  const divider = createDivider(api, outbox.divisions)
  const unmoved = new Map<string, Settled>()
  const errors = new Map<string, number>()
  let answers = 0

  function wait(report: WaitingReport, { cause, mayBeItsOwn = cause === 'api' }: Failure, meanwhile: number): void {
    const inARow = mayBeItsOwn ? (errors.get(report.id) ?? 0) + 1 : 0
    // Others need nothing written to leave the spool.
    const givesWay = inARow === TRIES_IN_A_ROW || meanwhile > MANY_ANSWERS || cause === 'spool'
    errors.set(report.id, givesWay ? 0 : inARow)
    if (givesWay) outbox.postpone(report)
    else outbox.giveBack(report)
  }

  async function move(report: WaitingReport, outcome: Settled, moved: () => void): Promise<Delivery> {
    try {
      await file(outbox, report, outcome, moved)
    } catch (error) {
      unmoved.set(report.id, outcome)
      // A full disk has room for no reason; what is accepted is only renamed, and where that fails nothing more is to be sent.
      if (outcome.result === 'accepted') outbox.giveBack(report)
      else outbox.postpone(report)
      return spoolFailure(error)
    }
    unmoved.delete(report.id)
    errors.delete(report.id)
    return outcome
  }

  return {
    async next() {
      try {
        const report = await outbox.next()
        if (report !== undefined) return { result: 'report', report }
      } catch (error) {
        return spoolFailure(error)
      }
      // What was known of reports that somebody has taken away.
      unmoved.clear()
      errors.clear()
      divider.clear()
      return { result: 'nothing' }
    },
    async carry(report, moved) {
      const before = answers
      const outcome = unmoved.get(report.id) ?? (await divider.send(report, signal).catch(spoolFailure))
      if (outcome.result === 'later') {
        wait(report, outcome, answers - before)
        return outcome
      }
      answers += 1
      return move(report, outcome, moved)
    },
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
