import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { EventsAnswer, ShownEvent } from '../../../contract/event-contract.ts'
import { DayMoment } from '../../parts/moment.tsx'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import type { Answer } from '../../state/answer.ts'
import { CHECK_KINDS } from '../../state/check-kinds.ts'
import { queried } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { kindLabel } from '../../words/kind-words.ts'
import { SERVICES_WORDS } from '../../words/services-words.ts'
import { toldWords } from '../../words/told-words.ts'
import { WORDS } from '../../words/words.ts'

const { history: words } = SERVICES_WORDS

const WEEK = 7 * 86_400

/** How many events stand on the page; the page of events has all. */
const [MOST, MOST_OF_CHECK] = [20, 200]

/** The events of the last week that fit; asked anew with each round. */
export function useWeek(query: Readonly<Record<string, string>>, round: number): Answer<EventsAnswer> {
  const from = useMemo(() => Math.floor(Date.now() / 1000) - WEEK, [])
  const answer = useAnswer<EventsAnswer>(`/api/v1/events?${new URLSearchParams({ ...query, from: String(from) })}`)
  useEffect(() => {
    if (round > 0) answer.again()
  }, [round])
  return answer
}

interface CheckHistoryParts {
  readonly round: number
  /** Of this host alone. */
  readonly host: string | undefined
}

/** What happened to checks in the last days, the newest first. */
export function CheckHistory({ round, host }: CheckHistoryParts): JSX.Element {
  const which = { kind: CHECK_KINDS, ...(host === undefined ? {} : { host }) }
  const answer = useWeek({ ...which, limit: String(MOST) }, round)
  const all = pathTo('events', {}, new URLSearchParams({ ...which, last: '7d' }).toString())
  return (
    <section aria-labelledby="check-history">
      <div class="heading">
        <h2 id="check-history">{words.title}</h2>
        <span class="faint">{words.note}</span>
        <a class="link fill" href={all}>
          {words.all}
        </a>
      </div>
      <div class="sheet">
        <Shown answer={answer}>
          {({ events }) =>
            events.length === 0 ? (
              <StateBox kind="empty" word={WORDS.states.empty} title={words.none}>
                <p>{words.noneHint}</p>
              </StateBox>
            ) : (
              <ol class="check-events">
                {events.map((event) => (
                  <CheckEvent key={event.id} event={event} isOfAll />
                ))}
              </ol>
            )
          }
        </Shown>
      </div>
    </section>
  )
}

interface EventsOfCheckParts {
  readonly host: string
  readonly check: string
  readonly round: number
}

/** What happened to one check. */
export function EventsOfCheck({ host, check, round }: EventsOfCheckParts): JSX.Element {
  const answer = useWeek({ kind: CHECK_KINDS, host, limit: String(MOST_OF_CHECK) }, round)
  return (
    <Shown answer={answer}>
      {({ events }) => {
        const its = events.filter(({ fields }) => fields['check'] === check).slice(0, MOST)
        if (its.length === 0) return <p class="soft">{words.noneOfCheck}</p>
        return (
          <ol class="check-events">
            {its.map((event) => (
              <CheckEvent key={event.id} event={event} />
            ))}
          </ol>
        )
      }}
    </Shown>
  )
}

interface CheckEventParts {
  readonly event: ShownEvent
  /** Whether it stands among events of other checks. */
  readonly isOfAll?: boolean
}

function CheckEvent({ event, isOfAll = false }: CheckEventParts): JSX.Element {
  const { id, time, type, severity, host, fields } = event
  const { check } = fields
  const said = isOfAll ? toldWords(event) : String(fields['finding'] ?? toldWords(event))
  return (
    <li>
      <span class="faint">
        <DayMoment time={time} />
      </span>
      <div>
        <p>
          <a
            class="to"
            href={pathTo(
              'events',
              {},
              new URLSearchParams({ kind: CHECK_KINDS, last: '7d', host, event: id }).toString(),
            )}
          >
            {kindLabel(type)}
          </a>{' '}
          {isOfAll && check !== undefined ? (
            <a class="link" href={queried({ host, check: String(check) })}>
              {String(check)}
            </a>
          ) : null}{' '}
          {isOfAll ? <span class="soft">{host}</span> : null}
        </p>
        <p class="faint">{said}</p>
      </div>
      {severity === 'info' ? null : <SeverityWord severity={severity} />}
    </li>
  )
}
