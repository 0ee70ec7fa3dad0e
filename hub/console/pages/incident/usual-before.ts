import type { FacetsAnswer } from '../../../contract/event-contract.ts'
import type { ShownIncident, ShownStep } from '../../../contract/incident-contract.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'

const DAY = 86_400

/** How long before an incident is looked, and how much of it, right before it, may be part of it; in days. */
const [LONGEST, APART] = [30, 1]

/** Changes that are seldom made, by what they change: a second filter is no first one, whoever tells of it. */
const CHANGES = [
  ['forward_added', 'forward_found', 'forward_added_partial_ip', 'forward_added_partial_recipient'],
  ['filter_stored', 'filter_found', 'filter_enabled'],
  ['autoresponder_added'],
] as const

const FAILURES = ['login_failed', 'login_deferred'] as const

const MAILS = ['mail_submitted'] as const

const COUNTED = [...CHANGES.flat(), ...FAILURES, ...MAILS]

/** How often each kind of event was told of a mailbox before its incident, in so many days. */
export interface UsualBefore {
  readonly days: number
  readonly counts: ReadonlyMap<string, number>
}

/** Asks how often what an incident's steps can be was so before it. `days`: how long the habit of its mailbox is. */
export function usualPath({ subject, first_step: first }: ShownIncident, days: number): string {
  const until = first - APART * DAY
  const from = until - Math.min(days, LONGEST) * DAY
  return `/api/v1/facets?${new URLSearchParams({ mailbox: subject, kind: COUNTED.join(','), from: `${from}`, until: `${until}` })}`
}

/** What came of it; nothing if not all could be counted. */
export function usualBefore({ facets, whole }: FacetsAnswer, days: number): UsualBefore | undefined {
  if (!whole) return undefined
  return { days: Math.min(days, LONGEST), counts: new Map(facets.type.map(({ value, count }) => [value, count])) }
}

/** Beside a step what is usual: how much of it there is on a day, or that it is the first. `before`: earlier steps. */
export function usualMarks(
  { type, fields }: Pick<ShownStep, 'type' | 'fields'>,
  usual: UsualBefore | undefined,
  before: readonly Pick<ShownStep, 'type'>[],
): readonly string[] {
  if (usual === undefined) return []
  const { days, counts } = usual
  const told = (kinds: readonly string[]): number => kinds.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0)
  if (type === 'login_burst' && fields['counted'] === 'failures') return rate(told(FAILURES), days, words.usually)
  if (type === 'mail_burst') return rate(told(MAILS), days, words.usuallyMails)
  const change = CHANGES.find((kinds) => kinds.some((kind) => kind === type))
  const isFirst = change !== undefined && !before.some((step) => change.some((kind) => kind === step.type))
  return isFirst && told(change) === 0 ? [words.firstIn(days)] : []
}

/** What was never told may be what the host does not tell: of that nothing is said. */
function rate(count: number, days: number, say: (count: number, days: number) => string): readonly string[] {
  if (count === 0) return []
  return [count < days ? say(count, days) : say(Math.round(count / days), 1)]
}
