import type { NotedDivisions } from '../../spool/queue.ts'
import type { RefusedPart } from '../../spool/reports/refused-part.ts'
import type { Receiver, Sendable } from '../receiver.ts'
import type { Later, Outcome } from './outcome.ts'
import { halvesOf, type ReportPart, partsOf } from './parts.ts'

/** The receiver has a report but for some parts, which it refuses for good. */
export interface Divided {
  readonly result: 'divided'
  /** At least one. */
  readonly refused: readonly RefusedPart[]
}

/** The receiver wants nothing of the report: nothing is sent. */
export interface Unwanted {
  readonly result: 'unwanted'
}

/** Sends reports, entries apart from totals, and in smaller parts what the receiver refuses or finds too long. */
export interface Divider {
  /**
   * Tries once to deliver a report. What is refused as a whole is sent in halves, and these in theirs, down to single
   * entries and totals. A later try sends no part again that the receiver has answered for. Rejects if a division
   * cannot be noted.
   */
  send(report: Sendable, signal: AbortSignal): Promise<Outcome | Divided | Unwanted>
  /** Forgets reports that are not sent any more. */
  clear(): void
}

type Settled = Exclude<Outcome, Later>

const ACCEPTED: Settled = { result: 'accepted' }
const NOTED: Settled = { result: 'rejected', reason: 'It was refused before.', divisible: true }

/** What a divider works with. */
export interface DividerParts<Projection> {
  readonly receiver: Pick<Receiver<Projection>, 'project' | 'send' | 'dividesRows'>
  readonly divisions: NotedDivisions
  /** Whether a refused report is sent again all the same; then every report is accepted or waits. */
  readonly retryRefused?: boolean | undefined
}

/**
 * A divider for one receiver. The id of a part follows from its entries, as that of a report does, so the receiver
 * knows a part that is sent again after a crash. A report or part that is refused as a whole is noted in `divisions`,
 * and never sent as a whole again.
 */
export function createDivider<P>({ receiver, divisions, retryRefused = false }: DividerParts<P>): Divider {
  const { dividesRows = false } = receiver
  const unfinished = new Map<string, Map<string, Settled>>()
  return {
    async send(report, signal) {
      const parts = partsOf(report)
      const wholes = new Map(parts.map(({ sendable }) => [sendable, receiver.project(sendable)]))
      if ([...wholes.values()].every((whole) => whole === undefined)) return { result: 'unwanted' }
      const noted = await divisions.of(report.id)
      const settled = unfinished.get(report.id) ?? new Map([...noted].map((id) => [id, NOTED]))
      const refused = await refusedIn(parts, dividesRows, async (part) => {
        const { sendable } = part
        const known = settled.get(sendable.id)
        if (known !== undefined) return known
        const projection = wholes.get(sendable) ?? receiver.project(sendable)
        if (projection === undefined) return ACCEPTED
        const outcome = await receiver.send(projection, signal)
        if (outcome.result === 'later') return outcome
        // Before its halves are sent.
        if (isDivided(outcome, part, dividesRows)) await divisions.note(report.id, sendable.id)
        else if (retryRefused && outcome.result === 'rejected') return outcome
        settled.set(sendable.id, outcome)
        unfinished.set(report.id, settled)
        return outcome
      })
      if ('result' in refused) return refused
      const [first] = refused
      if (retryRefused && first !== undefined) return { result: 'later', cause: 'receiver', reason: first.reason }
      unfinished.delete(report.id)
      if (first === undefined) return ACCEPTED
      const isAccepted = [...settled.values()].some(({ result }) => result === 'accepted')
      return isAccepted ? { result: 'divided', refused } : { result: 'rejected', reason: first.reason }
    },
    clear() {
      unfinished.clear()
    },
  }
}

type Send = (part: ReportPart) => Promise<Outcome>

/** What the receiver refuses in some parts, sent one after another. */
async function refusedIn(
  parts: readonly ReportPart[],
  dividesRows: boolean,
  send: Send,
): Promise<readonly RefusedPart[] | Later> {
  const all: RefusedPart[] = []
  for (const part of parts) {
    const refused = await refusedOf(part, dividesRows, send)
    if ('result' in refused) return refused
    all.push(...refused)
  }
  return all
}

async function refusedOf(part: ReportPart, dividesRows: boolean, send: Send): Promise<readonly RefusedPart[] | Later> {
  const outcome = await send(part)
  if (outcome.result === 'later') return outcome
  if (outcome.result === 'accepted') return []
  if (isDivided(outcome, part, dividesRows)) return refusedIn(halvesOf(part, dividesRows), dividesRows, send)
  const { first, sendable } = part
  const { entries, totals } = sendable
  return [{ first, entries, ...(totals && { totals }), reason: outcome.reason }]
}

function isDivided(outcome: Settled, part: ReportPart, dividesRows: boolean): boolean {
  return outcome.result === 'rejected' && outcome.divisible === true && halvesOf(part, dividesRows).length > 0
}
