import type { FacetsAnswer, SpanOfKind } from '../../../contract/event-contract.ts'
import { usualRate } from '../incident/usual-before.ts'

const [HOUR, DAY] = [3600, 86_400]

/** How far back is looked, in days. */
const LONGEST = 30

/** So many times as much as is usual on a day is marked. */
const MORE = 3

/** Asks how often logins of a mailbox failed before a time, in seconds, hour by hour. */
export function failuresPath(mailbox: string, until: number): string {
  const span = { from: String(until - LONGEST * DAY), until: String(until), width: String(HOUR) }
  return `/api/v1/facets?${new URLSearchParams({ mailbox, kind: 'login_failed,login_deferred', ...span })}`
}

/** How many failed logins are usual, and whether there were many more. */
export interface Usually {
  readonly words: string
  readonly isMore: boolean
}

/**
 * Beside so many failed logins at a time: how many of its mailbox were usual until a day before, as long as its habit
 * was known, in days. Nothing if not all were counted, or if there were none: its host may not have told them.
 */
export function usualFailures(
  { whole, spans }: Pick<FacetsAnswer, 'whole' | 'spans'>,
  { count, time }: { readonly count: number; readonly time: number },
  known: number | undefined,
): Usually | undefined {
  if (!whole || known === undefined) return undefined
  const days = Math.min(known, LONGEST - 1)
  const isBefore = (span: SpanOfKind): boolean => span.time + HOUR <= time - DAY && span.time > time - (days + 1) * DAY
  const usual = spans.filter(isBefore).reduce((sum, span) => sum + span.count, 0)
  const [words] = usualRate(usual, days)
  return words === undefined ? undefined : { words, isMore: count > MORE * Math.max(1, usual / days) }
}
