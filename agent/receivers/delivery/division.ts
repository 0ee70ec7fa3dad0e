import type { Divisions } from '../../spool/outbox/divisions.ts'
import type { RefusedPart } from '../../spool/reports/refused-part.ts'
import { reportId } from '../../spool/reports/report-file.ts'
import type { Later, Outcome } from '../spoor-api/answer-outcome.ts'
import type { ReportClient } from '../spoor-api/report-client.ts'
import type { Sendable } from '../spoor-api/report-request.ts'

/** The API has a report but for some parts, which it refuses for good. */
export interface Divided {
  readonly result: 'divided'
  /** At least one. */
  readonly refused: readonly RefusedPart[]
}

/** Sends reports, and those that are refused for some of their entries, or for their length, in parts. */
export interface Divider {
  /**
   * Tries once to deliver a report: where it is refused as a whole its halves, and theirs, down to single entries.
   * Parts that the API has answered for are not sent again at the next try. Rejects where what has to be noted cannot
   * be.
   */
  send(report: Sendable, signal: AbortSignal): Promise<Outcome | Divided>
  /** Forgets reports that nobody will send again. */
  clear(): void
}

type Settled = Exclude<Outcome, Later>

const NOTED: Settled = { result: 'rejected', reason: 'It was refused before.', divisible: true }

/** What a divider works with. */
export interface DividerParts {
  readonly api: Pick<ReportClient, 'send'>
  readonly divisions: Pick<Divisions, 'of' | 'note'>
  /** Whether what is refused for good is sent again all the same; then nothing is but accepted, or has to wait. */
  readonly retryRefused?: boolean | undefined
}

/**
 * A divider over what sends. The id of a part follows from its entries, as that of a report does: sent again after a
 * crash it is known to the API. What was refused as one is noted in `divisions`, and not sent as one again.
 */
export function createDivider({ api, divisions, retryRefused = false }: DividerParts): Divider {
  const unfinished = new Map<string, Map<string, Settled>>()

  /** What is refused of a part, from its entry number `first` on. */
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
      const noted = await divisions.of(report.id)
      const settled = unfinished.get(report.id) ?? new Map([...noted].map((id) => [id, NOTED]))
      const refused = await refusedOf(report, 0, async (part) => {
        const known = settled.get(part.id)
        if (known !== undefined) return known
        const outcome = await api.send(part, signal)
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
      if (retryRefused && first !== undefined) return { result: 'later', cause: 'api', reason: first.reason }
      unfinished.delete(report.id)
      return sumOf(refused, report)
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

function sumOf(refused: readonly RefusedPart[], { entries }: Sendable): Outcome | Divided {
  const [one] = refused
  if (one === undefined) return { result: 'accepted' }
  const count = refused.reduce((sum, part) => sum + part.entries.length, 0)
  return count === entries.length ? { result: 'rejected', reason: one.reason } : { result: 'divided', refused }
}
