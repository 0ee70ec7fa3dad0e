import type { Outbox as SpoolOutbox, WaitingReport } from '../spool/outbox.ts'
import { codeOf, messageOf } from '../system/errors.ts'
import { plainText } from '../system/plain-text.ts'
import type { Cause, Later, Outcome } from './outcome.ts'
import type { SpoorApi } from './spoor-api.ts'

/** Where reports wait and where they go; it sorts out broken files by itself. */
export type Outbox = Pick<SpoolOutbox, 'next' | 'accepted' | 'rejected' | 'postpone'>

/** Why nothing is delivered for now. */
export type Problem = Cause | 'spool'

/** After so many tries in a row that the API answered with an error, another report gets its turn: it may be this one alone. */
const TRIES_IN_A_ROW = 3

type Settled = Exclude<Outcome, Later>

/** What became of the oldest report: nothing waited, it was settled and moved, or it has to wait. */
export type Delivery =
  | { readonly result: 'nothing' }
  | (Settled & { readonly name: string })
  | (Omit<Later, 'cause'> & { readonly cause: Problem })

/**
 * Makes the function that carries the oldest report to the API once and moves it where it then belongs. It never rejects:
 * trouble with the spool is a problem like any other. A report that was settled but could not be moved is not sent again
 * when it comes next, only moved.
 */
export function createCourier(
  outbox: Outbox,
  api: Pick<SpoorApi, 'send'>,
  signal: AbortSignal,
): () => Promise<Delivery> {
  let settled: { readonly id: string; readonly outcome: Settled } | undefined
  let failing = { id: '', tries: 0 }

  function giveWay(report: WaitingReport): void {
    failing = { id: report.id, tries: report.id === failing.id ? failing.tries + 1 : 1 }
    if (failing.tries === TRIES_IN_A_ROW) {
      outbox.postpone(report)
      failing.tries = 0
    }
  }

  async function deliver(): Promise<Delivery> {
    const report = await outbox.next()
    if (report === undefined) return { result: 'nothing' }
    if (settled?.id !== report.id) {
      const outcome = await api.send(report, signal)
      if (outcome.result === 'later') {
        if (outcome.cause === 'api') giveWay(report)
        return outcome
      }
      settled = { id: report.id, outcome }
    }
    const { outcome } = settled
    if (outcome.result === 'accepted') await outbox.accepted(report)
    else await outbox.rejected(report, outcome.reason)
    settled = undefined
    return { ...outcome, name: report.name }
  }

  return () => deliver().catch(spoolProblem)
}

function spoolProblem(error: unknown): Delivery {
  const reason = `The spool cannot be used (${codeOf(error) ?? 'no code'}): ${plainText(messageOf(error))}.`
  return { result: 'later', cause: 'spool', reason }
}
