import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { HostsAnswer } from '../../../contract/host-contract.ts'
import type { IncidentsAnswer, ShownIncident } from '../../../contract/incident-contract.ts'
import type { TrailsAnswer } from '../../../contract/trail-contract.ts'
import { claim } from '../../parts/claim.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import type { Answer } from '../../state/answer.ts'
import { IncidentDeed } from '../../state/incident-deed.ts'
import { goTo } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { me } from '../../state/session.ts'
import { standing } from '../../state/standing.ts'
import { NOW_WORDS as words } from '../../words/now-words.ts'
import { WORDS } from '../../words/words.ts'
import { isUrgent, total, unseenOf } from './headline.ts'
import { IncidentRow, type RowContext } from './incident-row.tsx'
import { LastDay } from './last-day.tsx'
import { Lead } from './lead.tsx'
import { NotSeeing } from './not-seeing.tsx'
import { useNowKeys } from './now-keys.ts'
import { type NowList, useNowList } from './now-list.ts'

/** The first page: what is to be done, what is not seen, and how the day was. */
export function NowPage(): JSX.Element {
  useEffect(() => void (document.title = `${words.title} · ${WORDS.brand}`), [])
  return (
    <div class="page">
      <Lead />
      <NoHosts />
      <div class="now">
        <Incidents />
        <div class="now-aside">
          <NotSeeing />
          <LastDay />
        </div>
      </div>
    </div>
  )
}

/** A hub that no host has ever enrolled with has nothing to show: it begins with the first one. */
function NoHosts(): null {
  const isEmpty = unseenOf(standing.coverage.known.value.value)?.all === 0
  const hosts = useAnswer<HostsAnswer>(isEmpty ? '/api/v1/hosts' : undefined)
  const { value } = hosts.known.value
  useEffect(() => {
    if (value?.hosts.length === 0) goTo(pathTo('firstHost'), 'replace')
  }, [value])
  return null
}

/** What is open: first what is urgent. */
function Incidents(): JSX.Element {
  const list = useNowList()
  const { first, later } = list.rows.value
  const context = useRows(list, [...first, ...later])
  const { value: counts } = standing.counts.known.value
  const urgent = total(counts?.open ?? [], isUrgent)
  return (
    <div class="now-list">
      <section aria-labelledby="first-title">
        <div class="heading now-heading">
          <h2 id="first-title">{words.first}</h2>
          <span class="faint">
            {first.length === 0 ? null : first.length}
            <span class="now-order">{first.length === 0 ? null : ` · ${words.firstNote}`}</span>
          </span>
          <Fresh list={list} />
        </div>
        <div class="sheet">
          <Shown answer={list.answers.first}>
            {() => (first.length === 0 ? <NothingUrgent /> : <Rows rows={first} context={context} />)}
          </Shown>
          <More list={list.answers.first} all={urgent} query="state=open&min_severity=high" />
        </div>
      </section>
      <section aria-labelledby="later-title" hidden={later.length === 0}>
        <div class="heading now-heading">
          <h2 id="later-title">{words.later}</h2>
          <span class="faint">{later.length}</span>
        </div>
        <div class="sheet now-later">
          <Shown answer={list.answers.later}>{() => <Rows rows={later} context={context} />}</Shown>
          <More list={list.answers.later} all={total(counts?.open ?? [])} query="state=open" />
        </div>
      </section>
      {me.value?.rights.judge === true ? null : <p class="faint now-note">{words.viewer}</p>}
    </div>
  )
}

function Rows({
  rows,
  context,
}: {
  readonly rows: readonly ShownIncident[]
  readonly context: RowContext
}): JSX.Element {
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
      const { first, later } = list.rows.peek()
      const incident = [...first, ...later].find((one) => one.id === id)
      if (incident !== undefined) void claim(incident, deedOf(id), onAnswer)
    },
    renew: list.renew,
  })
  return {
    trails: trails.known.value.value,
    deedOf,
    onAnswer,
  }
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

/** Nothing is urgent: said where we looked. */
function NothingUrgent(): JSX.Element {
  const unseen = unseenOf(standing.coverage.known.value.value)
  if (unseen === undefined || unseen.count === 0)
    return (
      <StateBox kind="empty" word={WORDS.states.empty} title={words.noFirst}>
        {unseen === undefined ? null : <p>{words.looked(unseen.all)}</p>}
      </StateBox>
    )
  return (
    <StateBox kind="cannotKnow" word={WORDS.states.cannotKnow} title={words.noFirst}>
      <p>
        {words.looked(unseen.all - unseen.count)} {words.notLooked(unseen.names, unseen.count)}
      </p>
    </StateBox>
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
