import type { NotedDivisions } from '../../spool/queue.ts'
import type { RefusedPart } from '../../spool/reports/refused-part.ts'
import { reportId } from '../../spool/reports/report-file.ts'
import type { Receiver, Sendable } from '../receiver.ts'
import type { Later, Outcome } from './outcome.ts'

/** The receiver has a report but for some parts, which it refuses for good. */
export interface Divided {
  readonly result: 'divided'
  /** At least one. */
  readonly refused: readonly RefusedPart[]
}

/** The receiver wants none of the report's entries: nothing is sent. */
export interface Unwanted {
  readonly result: 'unwanted'
}

/** Sends reports, in parts if the receiver refuses some entries or finds the whole too long. */
export interface Divider {
  /**
   * Tries once to deliver a report. If it is refused as a whole, its halves are sent, and theirs, down to single
   * entries. A later try sends no part again that the receiver has answered for. Rejects if a division cannot be noted.
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
  readonly receiver: Pick<Receiver<Projection>, 'project' | 'send'>
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
  const unfinished = new Map<string, Map<string, Settled>>()

  /** What the receiver refuses in a part that begins with entry number `first` of its report. */
  async function refusedOf(part: Sendable, first: number, send: Send): Promise<readonly RefusedPart[] | Later> {
    const outcome = await send(part)
    if (outcome.result === 'later') return outcome
    if (outcome.result === 'accepted') return []
    const { entries, ...rest } = part
    if (!isDivided(outcome, part)) return [{ first, entries, reason: outcome.reason }]
    const middle = Math.ceil(entries.length / 2)
    const left = await refusedOf(partOf({ ...rest, entries: entries.slice(0, middle) }), first, send)
    if ('result' in left) return left
    const right = await refusedOf(partOf({ ...rest, entries: entries.slice(middle) }), first + middle, send)
    return 'result' in right ? right : [...left, ...right]
  }

  return {
    async send(report, signal) {
      const whole = receiver.project(report)
      if (whole === undefined) return { result: 'unwanted' }
      const noted = await divisions.of(report.id)
      const settled = unfinished.get(report.id) ?? new Map([...noted].map((id) => [id, NOTED]))
      const refused = await refusedOf(report, 0, async (part) => {
        const known = settled.get(part.id)
        if (known !== undefined) return known
        const projection = part === report ? whole : receiver.project(part)
        if (projection === undefined) return ACCEPTED
        const outcome = await receiver.send(projection, signal)
        if (outcome.result === 'later') return outcome
        // Before its halves are sent.
        if (isDivided(outcome, part)) await divisions.note(report.id, part.id)
        else if (retryRefused && outcome.result === 'rejected') return outcome
        settled.set(part.id, outcome)
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

function isDivided(outcome: Settled, { entries }: Sendable): boolean {
  return outcome.result === 'rejected' && outcome.divisible === true && entries.length > 1
}

type Send = (part: Sendable) => Promise<Outcome>

function partOf(part: Sendable): Sendable {
  return { ...part, id: reportId(part.entries) }
}
