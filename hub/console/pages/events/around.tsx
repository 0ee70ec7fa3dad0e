import type { JSX } from 'preact'
import type { ShownEvent } from '../../../contract/event-contract.ts'
import { Mark } from '../../parts/mark.tsx'
import { bothTimes } from '../../parts/moment.tsx'
import { Segments } from '../../parts/segments.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { place, queried, setQuery } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { kindLabel } from '../../words/kind-words.ts'
import { apart, numeral } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'

const { events } = PAGE_WORDS

/** How far it reaches, in seconds. */
const REACH = 900

/** How many the hub tells at most on each side. */
const MOST = 200

interface Surroundings {
  readonly events: readonly ShownEvent[]
}

const WAYS = ['mailbox', 'address', 'host'] as const

type Way = (typeof WAYS)[number]

/** What happened within 15 minutes of an event, by what it has in common with it; other filters do not count. */
export function Around({ event }: { readonly event: ShownEvent }): JSX.Element {
  const { mailbox_address: mailbox, ip, host } = event
  const has = { mailbox: mailbox !== null, address: ip !== null, host: true }
  const ways = WAYS.filter((way) => has[way])
  const asked = ways.find((way) => way === place.value?.query.get('by'))
  const by: Way = asked ?? ways[0] ?? 'host'
  const path = (way: Way): string | undefined =>
    has[way] ? `/api/v1/events/${encodeURIComponent(event.id)}/surroundings?by=${way}` : undefined
  const answers = {
    mailbox: useAnswer<Surroundings>(path('mailbox')),
    address: useAnswer<Surroundings>(path('address')),
    host: useAnswer<Surroundings>(path('host')),
  }
  const { [by]: answer } = answers
  const words = { mailbox: events.byMailbox, address: events.byAddress, host: events.byHost }
  const counted = (way: Way): string => {
    const { value, isOld } = answers[way].known.value
    return value === undefined || isOld ? words[way] : `${words[way]} ${countWords(event, value.events)}`
  }
  return (
    <section class="around" aria-label={events.around}>
      <div class="heading">
        <h2>{events.around}</h2>
        <span class="faint fill">{events.aroundNote}</span>
      </div>
      <Segments
        label={events.around}
        choices={ways.map((way) => [way, counted(way)] as const)}
        chosen={by}
        onChoose={(way) => setQuery({ by: way }, 'replace')}
      />
      <Shown answer={answer}>
        {({ events: others }) => (
          <>
            <ol>
              {inOrder(event, others).map((each) => (
                <Neighbour key={each.id} event={each} middle={event} />
              ))}
            </ol>
            {others.length === 0 ? (
              <p class="faint">{events.aroundNone}</p>
            ) : (
              <a class="link" href={asTable(event, by, { mailbox, ip, host })}>
                {events.inTable(others.length + 1)}
              </a>
            )}
          </>
        )}
      </Shown>
    </section>
  )
}

/** How many others there are; the hub tells at most 200 before the event and 200 after it. */
function countWords({ time, id }: ShownEvent, others: readonly ShownEvent[]): string {
  const before = others.filter((each) => each.time < time || (each.time === time && each.id < id)).length
  const isCut = Math.max(before, others.length - before) >= MOST
  return `${numeral(others.length)}${isCut ? '+' : ''}`
}

/** A story is told oldest first. */
function inOrder(middle: ShownEvent, others: readonly ShownEvent[]): readonly ShownEvent[] {
  const index = others.findIndex(({ time, id }) => time < middle.time || (time === middle.time && id < middle.id))
  const at = index === -1 ? others.length : index
  return others.toSpliced(at, 0, middle).toReversed()
}

function Neighbour({ event, middle }: { readonly event: ShownEvent; readonly middle: ShownEvent }): JSX.Element {
  const isMiddle = event.id === middle.id
  return (
    <li class={isMiddle ? 'neighbour this-one' : 'neighbour'} aria-current={isMiddle ? 'true' : undefined}>
      <span class="neighbour-time" title={bothTimes(event.time)}>
        {apart(event.time - middle.time)}
      </span>
      <Mark name={event.severity === 'info' ? 'quiet' : 'seen'} />
      {isMiddle ? (
        <span>{kindLabel(event.type)}</span>
      ) : (
        <a href={queried({ event: event.id })}>
          {kindLabel(event.type)}{' '}
          <span class="faint">{event.mailbox_address === middle.mailbox_address ? '' : event.mailbox_address}</span>
        </a>
      )}
    </li>
  )
}

function asTable(
  { time, id }: ShownEvent,
  by: Way,
  of: { mailbox: string | null; ip: string | null; host: string },
): string {
  const same = { mailbox: ['mailbox', of.mailbox], address: ['ip', of.ip], host: ['host', of.host] }[by]
  const query = new URLSearchParams({ from: String(time - REACH), until: String(time + REACH + 1), event: id })
  query.set(same[0] ?? '', same[1] ?? '')
  return pathTo('events', {}, query.toString())
}
