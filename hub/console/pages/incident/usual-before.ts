import type { FacetsAnswer } from '../../../contract/event-contract.ts'
import type { ShownIncident, ShownStep } from '../../../contract/incident-contract.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'

const [HOUR, DAY] = [3600, 86_400]

/** How long before an incident is looked, in days. */
const LONGEST = 30

/** Changes that are seldom made, by what they change: a second filter is no first one, whoever tells of it. */
const CHANGES = [
  ['forward_added', 'forward_found', 'forward_added_partial_ip', 'forward_added_partial_recipient'],
  ['filter_stored', 'filter_found', 'filter_enabled'],
  ['autoresponder_added'],
] as const

const FAILURES = ['login_failed', 'login_deferred'] as const

const MAILS = ['mail_submitted'] as const

const COUNTED = [...CHANGES.flat(), ...FAILURES, ...MAILS]

/** How often each kind of event was told of a mailbox before its incident. */
export interface UsualBefore {
  readonly days: number
  /** In these days, without the last one before the incident: that may be part of it already. */
  readonly usual: ReadonlyMap<string, number>
  /** Until the incident. */
  readonly all: ReadonlyMap<string, number>
}

/** Asks how often what an incident's steps can be was so before it. `days`: how long the habit of its mailbox is. */
export function usualPath({ subject, first_step: first }: ShownIncident, days: number): string {
  const span = { from: String(first - (Math.min(days, LONGEST) + 1) * DAY), until: String(first) }
  const asked = { mailbox: subject, kind: COUNTED.join(','), ...span, width: String(HOUR) }
  return `/api/v1/facets?${new URLSearchParams(asked)}`
}

/** What came of it; nothing if not all could be counted. `first`: when the incident began, in seconds. */
export function usualBefore(answer: FacetsAnswer, days: number, first: number): UsualBefore | undefined {
  if (!answer.whole) return undefined
  const usual = new Map<string, number>()
  for (const { time, type, count } of answer.spans)
    if (time + HOUR <= first - DAY) usual.set(type, (usual.get(type) ?? 0) + count)
  const all = new Map(answer.facets.type.map(({ value, count }) => [value, count]))
  return { days: Math.min(days, LONGEST), usual, all }
}

/** Beside a step what is usual: how much of it there is on a day, or that it is the first. `before`: earlier steps. */
export function usualMarks(
  { type, fields }: Pick<ShownStep, 'type' | 'fields'>,
  known: UsualBefore | undefined,
  before: readonly Pick<ShownStep, 'type'>[],
): readonly string[] {
  if (known === undefined) return []
  const { days, usual, all } = known
  if (type === 'login_burst' && fields['counted'] === 'failures') return usualRate(sum(usual, FAILURES), days)
  if (type === 'mail_burst') return usualRate(sum(usual, MAILS), days, words.usuallyMails)
  const change = CHANGES.find((kinds) => kinds.some((kind) => kind === type))
  const isFirst = change !== undefined && !before.some((step) => change.some((kind) => kind === step.type))
  return isFirst && sum(all, change) === 0 ? [words.firstIn(days)] : []
}

function sum(counts: ReadonlyMap<string, number>, kinds: readonly string[]): number {
  return kinds.reduce((total, kind) => total + (counts.get(kind) ?? 0), 0)
}

/** How much is usual. What was never told may be what the host does not tell: of that nothing is said. */
export function usualRate(
  count: number,
  days: number,
  say: (count: number, days: number) => string = words.usually,
): readonly string[] {
  if (count === 0) return []
  return [count < days ? say(count, days) : say(Math.round(count / days), 1)]
}
