import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { IncidentAnswer, IncidentsAnswer, ShownIncident } from '../../../contract/incident-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import type { Answer } from '../../state/answer.ts'
import { ask } from '../../state/ask.ts'
import { live } from '../../state/live.ts'
import { paced } from '../../state/standing.ts'
import { isUrgent } from './headline.ts'

/** The parts of the list: what is urgent, and the rest. */
type Part = 'first' | 'later'

/** The open incidents that are shown, and what came since. */
export interface NowList {
  readonly answers: Readonly<Record<Part, Answer<IncidentsAnswer>>>
  /**
   * What is to be done first, and the rest, as they stood when they were last shown; each as it is by now. Undefined as
   * long as nobody knows.
   */
  readonly rows: ReadonlySignal<Readonly<Partial<Record<Part, readonly ShownIncident[]>>>>
  /** How many are new, or became worse, since. */
  readonly fresh: ReadonlySignal<number>
  /** Shows the list as it is by now. */
  readonly renew: () => void
  /** Takes an incident as it is by now. */
  readonly learn: (incident: ShownIncident) => void
}

/** Of the urgent ones, and of all. */
const PATHS = {
  first: '/api/v1/incidents?state=open&min_severity=high&limit=200',
  later: '/api/v1/incidents?state=open&limit=100',
} as const

/** How often it is asked though nothing is heard, in milliseconds. */
const LATE = 60_000

/** The numbers of what is shown, in its order, as far as it is known. */
type Order = Readonly<Record<Part, readonly number[] | undefined>>

/** Follows the open incidents; nothing moves before the person asks for it. */
export function useNowList(): NowList {
  const answers = { first: useAnswer<IncidentsAnswer>(PATHS.first), later: useAnswer<IncidentsAnswer>(PATHS.later) }
  const known = useSignal<ReadonlyMap<number, ShownIncident>>(new Map())
  const chosen = useSignal<Order>({ first: undefined, later: undefined })
  const newest = useComputed((): Order => ({
    first: orderOf(answers.first.known.value.value, isUrgent),
    later: orderOf(answers.later.known.value.value, (incident) => !isUrgent(incident)),
  }))
  const learn = (...incidents: readonly ShownIncident[]): void => {
    known.value = withNewer(known.peek(), incidents)
  }
  const { value: first } = answers.first.known.value
  const { value: later } = answers.later.known.value
  useEffect(() => {
    learn(...(first?.incidents ?? []), ...(later?.incidents ?? []))
    const [{ first: top, later: rest }, by] = [chosen.peek(), newest.peek()]
    const isBare = top?.length === 0 && rest?.length === 0
    // Where nothing is shown, nothing can move.
    chosen.value = isBare ? by : { first: top ?? by.first, later: rest ?? by.later }
    void lookFor(missing(chosen.peek(), newest.peek(), known.peek())).then((found) => learn(...found))
  }, [first, later])
  useEffect(() => {
    const again = paced(() => {
      answers.first.again()
      answers.later.again()
    })
    const deaf = live.hearIncidents((incident) => {
      if (incident !== undefined && known.peek().has(incident.id)) learn(incident)
      again()
    })
    // Where there is no stream.
    const timer = setInterval(() => (document.hidden ? undefined : again()), LATE)
    return () => {
      deaf()
      clearInterval(timer)
    }
  }, [])
  const rows = useComputed(() => {
    const incidents = (ids: Order[Part]): readonly ShownIncident[] | undefined =>
      ids?.flatMap((id) => known.value.get(id) ?? [])
    const [top, rest] = [incidents(chosen.value.first), incidents(chosen.value.later)]
    return { ...(top === undefined ? {} : { first: top }), ...(rest === undefined ? {} : { later: rest }) }
  })
  const fresh = useComputed(() =>
    (['first', 'later'] as const)
      .map((part) => newest.value[part]?.filter((id) => chosen.value[part]?.includes(id) === false).length ?? 0)
      .reduce((sum, count) => sum + count),
  )
  return useMemo(() => ({ answers, rows, fresh, learn, renew: () => (chosen.value = newest.peek()) }), [])
}

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const

/** The worst first, and among equals the oldest. */
function byWeight(one: ShownIncident, other: ShownIncident): number {
  return SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) || one.opened - other.opened
}

function orderOf(
  answer: IncidentsAnswer | undefined,
  belongs: (incident: ShownIncident) => boolean,
): readonly number[] | undefined {
  return answer?.incidents
    .filter(belongs)
    .toSorted(byWeight)
    .map(({ id }) => id)
}

/** What was known, with what is newer. */
function withNewer(
  known: ReadonlyMap<number, ShownIncident>,
  incidents: readonly ShownIncident[],
): ReadonlyMap<number, ShownIncident> {
  const newer = incidents.filter(({ id, revision }) => revision > (known.get(id)?.revision ?? -1))
  return newer.length === 0 ? known : new Map([...known, ...newer.map((incident) => [incident.id, incident] as const)])
}

/** How many that are shown, and no longer in the list, are asked for at once. */
const MOST = 10

/** What is shown as open, and is not in the list any more. */
function missing(shown: Order, newest: Order, known: ReadonlyMap<number, ShownIncident>): readonly number[] {
  const { first, later } = newest
  if (first === undefined || later === undefined) return []
  const listed = new Set([...first, ...later])
  return [...(shown.first ?? []), ...(shown.later ?? [])]
    .filter((id) => !listed.has(id) && known.get(id)?.state === 'open')
    .slice(0, MOST)
}

/** These incidents as they are by now. */
async function lookFor(ids: readonly number[]): Promise<readonly ShownIncident[]> {
  const outcomes = await Promise.all(ids.map((id) => ask<IncidentAnswer>(`/api/v1/incidents/${id}`)))
  return outcomes.flatMap((outcome) => ('value' in outcome ? [outcome.value.incident] : []))
}
