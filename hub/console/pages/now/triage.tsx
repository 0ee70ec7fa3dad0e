import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { IncidentsAnswer, ShownIncident } from '../../../contract/incident-contract.ts'
import type { TrailsAnswer } from '../../../contract/trail-contract.ts'
import { claim } from '../../parts/claim.tsx'
import { Failed, Shown, useAnswer } from '../../parts/shown.tsx'
import type { Answer } from '../../state/answer.ts'
import { IncidentDeed } from '../../state/incident-deed.ts'
import { pathTo } from '../../state/place.ts'
import { me } from '../../state/session.ts'
import { standing } from '../../state/standing.ts'
import { NOW_WORDS as words } from '../../words/now-words.ts'
import { isUrgent, total } from './headline.ts'
import { IncidentRow, type RowContext } from './incident-row.tsx'
import { NothingUrgent } from './nothing-urgent.tsx'
import { useNowKeys } from './now-keys.ts'
import { type NowList, useNowList } from './now-list.ts'

/** What is open: first what is urgent. */
export function Triage(): JSX.Element {
  const list = useNowList()
  const { first = [], later = [] } = list.rows.value
  const context = useRows(list, [...first, ...later])
  return (
    <div class="now-list">
      <Failed answer={context.trails} />
      <Urgent list={list} context={context} />
      <Later list={list} context={context} />
      {me.value?.rights.judge === true ? null : <p class="faint now-note">{words.viewer}</p>}
    </div>
  )
}

interface PartParts {
  readonly list: NowList
  readonly context: RowContext
}

function Urgent({ list, context }: PartParts): JSX.Element {
  const { first } = list.rows.value
  const all = total(standing.counts.known.value.value?.open ?? [], isUrgent)
  return (
    <section aria-labelledby="first-title">
      <div class="heading now-heading">
        <h2 id="first-title">{words.first}</h2>
        {first === undefined || first.length === 0 ? null : (
          <span class="faint">
            {first.length}
            <span class="now-order"> · {words.firstNote}</span>
          </span>
        )}
        <Fresh list={list} />
      </div>
      <div class="sheet">
        <Shown answer={list.answers.first}>
          {() => <Rows rows={first} context={context} empty={<NothingUrgent fresh={list.fresh.value} />} />}
        </Shown>
        <More list={list.answers.first} all={all} query="state=open&min_severity=high" />
      </div>
    </section>
  )
}

/** The rest; without any it is not there, and as long as what is urgent may still come above it. */
function Later({ list, context }: PartParts): JSX.Element | null {
  const { first, later = [] } = list.rows.value
  if (first === undefined && list.answers.first.known.value.problem === undefined) return null
  const isNone = later.length === 0 && list.answers.later.known.value.problem === undefined
  const all = total(standing.counts.known.value.value?.open ?? [])
  return (
    <section aria-labelledby="later-title" hidden={isNone}>
      <div class="heading now-heading">
        <h2 id="later-title">{words.later}</h2>
        {later.length === 0 ? null : <span class="faint">{later.length}</span>}
      </div>
      <div class="sheet now-later">
        <Shown answer={list.answers.later}>{() => <Rows rows={later} context={context} />}</Shown>
        <More list={list.answers.later} all={all} query="state=open" />
      </div>
    </section>
  )
}

interface RowsParts {
  /** Undefined as long as nobody knows. */
  readonly rows: readonly ShownIncident[] | undefined
  readonly context: RowContext
  /** What stands there if there are none. */
  readonly empty?: JSX.Element
}

function Rows({ rows, context, empty }: RowsParts): JSX.Element | null {
  if (rows === undefined) return null
  if (rows.length === 0) return empty ?? null
  return (
    <ul>
      {rows.map((incident) => (
        <IncidentRow key={incident.id} incident={incident} context={context} />
      ))}
    </ul>
  )
}

/** What the rows are told and do, and the keys. */
function useRows(list: NowList, rows: readonly ShownIncident[]): RowContext {
  const ids = rows.slice(0, 50).map(({ id }) => id)
  const trails = useAnswer<TrailsAnswer>(ids.length === 0 ? undefined : `/api/v1/trails?incidents=${ids.join(',')}`)
  const steps = rows.reduce((sum, incident) => sum + incident.steps, 0)
  useEffect(() => {
    // Further steps can go further.
    if (trails.known.peek().value !== undefined) trails.again()
  }, [steps])
  const deeds = useMemo(() => new Map<number, IncidentDeed>(), [])
  const deedOf = (id: number): IncidentDeed => {
    const deed = deeds.get(id) ?? new IncidentDeed()
    deeds.set(id, deed)
    return deed
  }
  const onAnswer: RowContext['onAnswer'] = ({ incident }) => list.learn(incident)
  useNowKeys({
    claim: (id) => {
      const { first = [], later = [] } = list.rows.peek()
      const incident = [...first, ...later].find((one) => one.id === id)
      if (incident !== undefined) void claim(incident, deedOf(id), onAnswer)
    },
    renew: list.renew,
  })
  return { trails, deedOf, onAnswer }
}

/** What came since the list was shown; its place is always there, so that nothing moves when something comes. */
function Fresh({ list: { fresh, renew } }: { readonly list: NowList }): JSX.Element {
  return (
    <span class="fill now-fresh" role="status">
      {fresh.value === 0 ? null : (
        <button type="button" class="button small" onClick={renew} title={`${words.freshTitle} (n)`}>
          {words.fresh(fresh.value)} <kbd>n</kbd> {words.showThem}
        </button>
      )}
    </span>
  )
}

interface MoreParts {
  readonly list: Answer<IncidentsAnswer>
  /** How many there are. */
  readonly all: number
  readonly query: string
}

/** Where the rest is that has no room here. */
function More({ list, all, query }: MoreParts): JSX.Element | null {
  const { value } = list.known.value
  const count = all - (value?.incidents.length ?? 0)
  if (value === undefined || value.next === null || count <= 0) return null
  return (
    <p class="now-more">
      <a class="link" href={pathTo('incidents', {}, query)}>
        {words.more(count)}
      </a>
    </p>
  )
}
