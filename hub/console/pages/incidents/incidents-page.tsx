import { type Signal, useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { TrailsAnswer } from '../../../contract/trail-contract.ts'
import { claim } from '../../parts/claim.tsx'
import { Failed, Shown, useAnswer } from '../../parts/shown.tsx'
import { IncidentDeed } from '../../state/incident-deed.ts'
import { place } from '../../state/navigator.ts'
import { me } from '../../state/session.ts'
import { INCIDENT_LIST_WORDS as words } from '../../words/incident-list-words.ts'
import { numeral } from '../../words/numbers.ts'
import { WORDS } from '../../words/words.ts'
import { BulkBar } from './bulk-bar.tsx'
import { BulkDeed } from './bulk-deed.ts'
import { IncidentFilters } from './filter-bar.tsx'
import { listQuery, narrowingTerms, stateView, whichQuery } from './incident-filters.ts'
import { useListKeys } from './incident-list-keys.ts'
import { type IncidentList, useIncidentList } from './incident-list.ts'
import { ListedIncident } from './incident-row.tsx'
import { NoIncidents } from './no-incidents.tsx'

/** So many trails are asked for at once. */
const TRAILS = 50

/** All incidents that fit the filters, which stand in the address. */
export function IncidentsPage(): JSX.Element {
  const query = place.value?.query ?? new URLSearchParams()
  const anchor = useMemo(() => Math.floor(Date.now() / 1000), [query.toString()])
  const filters = listQuery(query, anchor).toString()
  const list = useIncidentList(filters, query.toString())
  useEffect(() => void (document.title = `${words.title} · ${WORDS.brand}`), [])
  return (
    <div class="page">
      <div class="lead">
        <div>
          <h1>{headline(list, query)}</h1>
          <p>{me.value?.rights.judge === true ? words.note : words.viewer}</p>
        </div>
      </div>
      <div class="sheet">
        <IncidentFilters exported={whichQuery(query, anchor)} />
        <Shown answer={list.answer}>
          {({ incidents }) =>
            incidents.length === 0 ? <NoIncidents query={query} anchor={anchor} /> : <Rows key={filters} list={list} />
          }
        </Shown>
      </div>
    </div>
  )
}

/** How many there are, as far as they were counted. */
function headline({ answer, rows }: IncidentList, query: URLSearchParams): string {
  const { value } = answer.known.value
  if (value === undefined) return words.title
  const view = stateView(query)
  if (rows.value.length === 0)
    return view === 'live' && narrowingTerms(query).length === 0 ? words.noneLive : words.title
  return words[view](`${numeral(rows.value.length)}${value.next === null ? '' : '+'}`)
}

/** The rows, and what is done with those that are selected: never with one that is not shown. */
function Rows({ list }: { readonly list: IncidentList }): JSX.Element {
  const { rows, fresh, showNew, learn } = list
  const picked: Signal<ReadonlySet<number>> = useSignal(new Set())
  const chosen = useComputed(() => rows.value.filter(({ id }) => picked.value.has(id)))
  const [bulk, deeds] = useMemo(() => [new BulkDeed(), new Map<number, IncidentDeed>()] as const, [])
  const ids = rows.value.slice(0, TRAILS).map(({ id }) => id)
  const trails = useAnswer<TrailsAnswer>(ids.length === 0 ? undefined : `/api/v1/trails?incidents=${ids.join(',')}`)
  const deedOf = (id: number): IncidentDeed => {
    const deed = deeds.get(id) ?? new IncidentDeed()
    deeds.set(id, deed)
    return deed
  }
  const choose = (id: number, isChosen: boolean): void => {
    const others = [...picked.peek()].filter((each) => each !== id)
    picked.value = new Set(isChosen ? [...others, id] : others)
  }
  const chooseAll = (isAll: boolean): void => {
    picked.value = new Set(isAll ? rows.peek().map(({ id }) => id) : [])
  }
  useListKeys({
    claim: (id) => {
      const incident = rows.peek().find((row) => row.id === id)
      if (incident !== undefined) void claim(incident, deedOf(id), learn)
    },
    toggle: (id) => choose(id, !picked.peek().has(id)),
    toggleAll: () => chooseAll(chosen.peek().length === 0),
    showNew,
  })
  return (
    <>
      <div class="list-bar">
        {me.value?.rights.judge === true ? (
          <BulkBar
            chosen={chosen.value}
            deed={bulk}
            onSelect={chooseAll}
            onRun={(wish) =>
              bulk.run(chosen.peek(), wish, (answer, isDone) => {
                learn(answer)
                if (isDone) choose(answer.incident.id, false)
              })
            }
          />
        ) : null}
        <div class="list-fresh" role="status">
          {fresh.value === 0 ? null : (
            <button type="button" class="button small" title={`${words.showThem} (n)`} onClick={showNew}>
              {words.fresh(fresh.value)} <kbd>n</kbd> {words.showThem}
            </button>
          )}
        </div>
      </div>
      <Failed answer={trails} />
      <ol class="listed-incidents">
        {rows.value.map((incident) => (
          <ListedIncident
            key={incident.id}
            incident={incident}
            trails={trails.known.value.value}
            deed={deedOf(incident.id)}
            isChosen={picked.value.has(incident.id)}
            onChoose={(isChosen) => choose(incident.id, isChosen)}
            onAnswer={learn}
          />
        ))}
      </ol>
      <MoreRows list={list} />
    </>
  )
}

function MoreRows({ list: { answer, addMore, problem } }: { readonly list: IncidentList }): JSX.Element {
  return (
    <div class="older">
      {problem.value === '' ? null : <p role="alert">{problem.value}</p>}
      {answer.known.value.value?.next === null ? (
        <p class="faint">{words.end}</p>
      ) : (
        <button type="button" class="button" onClick={addMore}>
          {words.more}
        </button>
      )}
    </div>
  )
}
