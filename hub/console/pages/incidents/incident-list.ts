import { type ReadonlySignal, type Signal, useComputed, useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { IncidentAnswer, IncidentsAnswer, ShownIncident } from '../../../contract/incident-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import type { Answer } from '../../state/answer.ts'
import { ask } from '../../state/ask.ts'
import { keepPages, keptPages } from '../../state/kept-place.ts'
import { live } from '../../state/live.ts'
import { refusalWords } from '../../state/refusal-words.ts'
import { paced } from '../../state/standing.ts'

/** How many incidents a page of the list has, and how often it is asked again at least, in milliseconds. */
const [PAGE, LATE] = [50, 30_000]

/** A list of incidents that is followed: rows change in their place, and new ones wait. */
export interface IncidentList {
  readonly answer: Answer<IncidentsAnswer>
  readonly rows: ReadonlySignal<readonly ShownIncident[]>
  /** How many there are by now that the list does not show. */
  readonly fresh: ReadonlySignal<number>
  readonly showNew: () => void
  /** Adds the next page. */
  readonly addMore: () => void
  /** Why there is no next page. */
  readonly problem: Signal<string>
  /** Takes an incident as it is by now. */
  readonly learn: (answer: IncidentAnswer) => void
}

/** Follows the incidents of these filters; Back brings as many pages as the list of this name had. */
export function useIncidentList(filters: string, name: string): IncidentList {
  const path = `/api/v1/incidents?${filters}&limit=${PAGE}`
  const [answer, newest] = [useAnswer<IncidentsAnswer>(path), useAnswer<IncidentsAnswer>(path)]
  const { problem, addMore, forget } = useOlderRows(answer, path, name)
  const { value: now } = newest.known.value
  const take = (incidents: readonly ShownIncident[]): void => answer.amend((page) => withNewer(page, incidents))
  useEffect(() => take(now?.incidents ?? []), [now])
  useEffect(() => {
    const again = paced(() => newest.again())
    const deaf = live.hearIncidents((incident) => {
      if (incident !== undefined) take([incident])
      again()
    })
    const timer = setInterval(() => (document.hidden ? undefined : again()), LATE)
    return () => {
      deaf()
      clearInterval(timer)
    }
  }, [])
  const rows = useComputed(() => answer.known.value.value?.incidents ?? [])
  const fresh = useComputed(() => {
    const { value: seen, isOld } = answer.known.value
    const { value: by, isOld: isBehind } = newest.known.value
    if (seen === undefined || by === undefined || isOld || isBehind) return 0
    const ids = new Set(seen.incidents.map(({ id }) => id))
    return by.incidents.filter(({ id }) => !ids.has(id)).length
  })
  const learn = ({ incident }: IncidentAnswer): void => take([incident])
  const showNew = (): void => {
    forget()
    answer.again()
  }
  return useMemo(() => ({ answer, rows, fresh, showNew, addMore, problem, learn }), [path, name])
}

/** Older pages of a list: by a click, and as many as it had when Back brings it again. */
function useOlderRows(
  answer: Answer<IncidentsAnswer>,
  path: string,
  name: string,
): Pick<IncidentList, 'problem' | 'addMore'> & { readonly forget: () => void } {
  const [problem, isAsking] = [useSignal(''), useSignal(false)]
  const missing = useRef({ path: '', pages: 0 })
  if (missing.current.path !== path) missing.current = { path, pages: keptPages(name) }
  const { value: page, isOld } = answer.known.value
  const addPage = async (): Promise<void> => {
    const { value: before } = answer.known.peek()
    if (before === undefined || before.next === null || isAsking.peek()) return
    isAsking.value = true
    const outcome = await ask<IncidentsAnswer>(`${path}&before=${encodeURIComponent(before.next)}`)
    isAsking.value = false
    problem.value = 'problem' in outcome ? refusalWords(outcome.problem) : ''
    if ('problem' in outcome || answer.known.peek().value?.next !== before.next) return
    answer.amend((page) => withMore(page, outcome.value))
  }
  const addMore = (): void => {
    if (isAsking.peek()) return
    missing.current.pages = 0
    keepPages(name, keptPages(name) + 1)
    void addPage()
  }
  useEffect(() => {
    if (page === undefined || isOld || missing.current.pages === 0 || isAsking.peek()) return
    missing.current.pages -= 1
    void addPage()
  }, [page, isOld])
  const forget = (): void => keepPages(name, 0)
  return { problem, addMore, forget }
}

/** A page with what is newer of its incidents, each in its place. */
function withNewer(page: IncidentsAnswer, incidents: readonly ShownIncident[]): IncidentsAnswer {
  const newer = new Map(incidents.map((incident) => [incident.id, incident]))
  const isNewer = (row: ShownIncident): boolean => (newer.get(row.id)?.revision ?? -1) > row.revision
  if (!page.incidents.some(isNewer)) return page
  return { ...page, incidents: page.incidents.map((row) => (isNewer(row) ? (newer.get(row.id) ?? row) : row)) }
}

/** What changed last moves to the top, so a later page may repeat what an earlier one has. */
function withMore(page: IncidentsAnswer, more: IncidentsAnswer): IncidentsAnswer {
  const ids = new Set(page.incidents.map(({ id }) => id))
  return { incidents: [...page.incidents, ...more.incidents.filter(({ id }) => !ids.has(id))], next: more.next }
}
