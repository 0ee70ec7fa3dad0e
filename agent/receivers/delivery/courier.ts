import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { Queue } from '../../spool/queue.ts'
import type { WaitingReport } from '../../spool/reports/waiting-report.ts'
import type { Receiver } from '../receiver.ts'
import { createDivider, type Divided, type Divider, type Unwanted } from './divider.ts'
import type { Cause, Later, Outcome } from './outcome.ts'

/** Why nothing is delivered for now. */
export type DeliveryProblem = Cause | 'spool'

/** After so many failures in a row a report lets others go first: it alone may be the reason. */
const TRIES_IN_A_ROW = 3

/**
 * The most requests that can run in parallel with one. If the receiver answered more than these meanwhile, the missing
 * answer is the fault of the one report.
 */
const MANY_ANSWERS = 16

type Settled = Exclude<Outcome, Later> | Divided | Unwanted

/** Why something did not succeed. It is tried again. */
export type Failure = Omit<Later, 'cause'> & { readonly cause: DeliveryProblem }

/** What comes next: a report, which from then on is under way; nothing, as none waits; or a failure to tell. */
export type Next =
  | { readonly result: 'report'; readonly report: WaitingReport }
  | { readonly result: 'nothing' }
  | Failure

/** What became of one report: it was settled and moved, or it waits. */
export type Carried = Settled | Failure

/** What a courier works with. */
export interface CourierParts<Projection> {
  readonly queue: Queue
  readonly receiver: Pick<Receiver<Projection>, 'project' | 'send' | 'dividesRows'>
  /** Whether a report that the receiver refuses is tried again. */
  readonly retryRefused?: boolean | undefined
  readonly signal: AbortSignal
}

/**
 * Carries reports from a queue to its receiver, and gives up requests when the signal is aborted. Trouble with the
 * spool is a failure like any other, so no method rejects.
 */
export class Courier<Projection> {
  readonly #queue: Queue
  readonly #signal: AbortSignal
  readonly #divider: Divider
  /** What became of reports that could not be moved where they belong. */
  readonly #unmoved = new Map<string, Settled>()
  /** How often in a row the receiver has failed at a report. */
  readonly #failures = new Map<string, number>()
  #answers = 0
  #carried = 0

  constructor({ queue, receiver, retryRefused, signal }: CourierParts<Projection>) {
    this.#queue = queue
    this.#signal = signal
    this.#divider = createDivider({ receiver, divisions: queue.divisions, retryRefused })
  }

  /** The oldest report that waits and is not under way; one call at a time. */
  async next(): Promise<Next> {
    try {
      const report = await this.#queue.next()
      if (report !== undefined) return { result: 'report', report }
    } catch (error) {
      return spoolFailure(error)
    }
    // Some of these reports may have been taken away by hand.
    if (this.#carried === 0) for (const known of [this.#unmoved, this.#failures, this.#divider]) known.clear()
    return { result: 'nothing' }
  }

  /** Whether a report has failed so often in a row that others go first. */
  isSuspect({ id }: WaitingReport): boolean {
    return (this.#failures.get(id) ?? 0) >= TRIES_IN_A_ROW
  }

  /** Puts back a report that `next` brought and nobody carried, in its old place, also among the suspects. */
  giveBack(report: WaitingReport): void {
    // Put back last, it would lose its turn whenever suspects must rest.
    if (this.isSuspect(report)) this.#queue.postpone(report, 'first')
    else this.#queue.giveBack(report)
  }

  /**
   * Carries a report to the receiver once, in parts where necessary, and moves it where it then belongs. Calls `moved`
   * with the outcome as soon as the report has moved, before that reaches the disk. A settled report that could not be
   * moved is only moved when it comes next, and not sent again.
   */
  async carry(report: WaitingReport, moved: (outcome: Settled) => void): Promise<Carried> {
    const before = this.#answers
    this.#carried += 1
    try {
      const outcome = this.#unmoved.get(report.id) ?? (await this.#send(report))
      if (outcome.result === 'later') {
        this.#wait(report, outcome, this.#answers - before)
        return outcome
      }
      if (outcome.result !== 'unwanted') this.#answers += 1
      this.#failures.delete(report.id)
      return await this.#move(report, outcome, () => moved(outcome))
    } finally {
      this.#carried -= 1
    }
  }

  #send(report: WaitingReport): Promise<Settled | Failure> {
    return this.#divider.send(report, this.#signal).catch(spoolFailure)
  }

  #wait(report: WaitingReport, { cause, mayBeItsOwn = cause === 'receiver' }: Failure, answers: number): void {
    this.#failures.set(report.id, mayBeItsOwn ? (this.#failures.get(report.id) ?? 0) + 1 : 0)
    // Where the spool is the problem, too: accepted reports leave it without a write.
    if (answers > MANY_ANSWERS || cause === 'spool' || this.isSuspect(report)) this.#queue.postpone(report)
    else this.#queue.giveBack(report)
  }

  async #move(report: WaitingReport, outcome: Settled, moved: () => void): Promise<Carried> {
    try {
      await settle(this.#queue, report, outcome, moved)
    } catch (error) {
      this.#unmoved.set(report.id, outcome)
      // A refusal needs room on the disk for its reason, so others go first. What is accepted is only renamed: where
      // that fails, sending more makes no sense.
      if (outcome.result === 'accepted') this.#queue.giveBack(report)
      else this.#queue.postpone(report)
      return spoolFailure(error)
    }
    this.#unmoved.delete(report.id)
    return outcome
  }
}

function settle(queue: Queue, report: WaitingReport, outcome: Settled, moved: () => void): Promise<void> {
  switch (outcome.result) {
    case 'accepted':
    case 'unwanted':
      return queue.accepted(report, moved)
    case 'rejected':
      return queue.rejected(report, outcome.reason, moved)
    case 'divided':
      return queue.divided(report, outcome.refused, moved)
  }
}

function spoolFailure(error: unknown): Failure {
  const reason = `The spool cannot be used (${codeOf(error) ?? 'no code'}): ${plainText(messageOf(error))}.`
  return { result: 'later', cause: 'spool', reason }
}
