import { Fragment, type JSX } from 'preact'
import type { ShownEvent } from '../../../contract/event-contract.ts'
import { Moment } from '../../parts/moment.tsx'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { pathTo } from '../../state/place.ts'
import { serviceLabel } from '../../words/kind-words.ts'
import { hourOf, numeral } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { toldWords } from '../../words/told-words.ts'
import { type Run, runLabel, runsOf } from '../events/runs.ts'
import type { Habit, Standing } from './habit.ts'
import type { Usually } from './usual-failures.ts'

const { mailbox: words, events } = PAGE_WORDS

/** An event, and how it stands beside the habit of its mailbox. */
export interface TimelineRow extends Run {
  readonly service: string | undefined
  readonly hour: number
  readonly standing: Standing | undefined
  /** What is usual of it. */
  readonly usually?: Usually | undefined
  /** The newest incident that it is a step of. */
  readonly incident?: number | undefined
}

/** The rows of events; only what somebody did from an address has a habit beside it, which `habitOf` tells. */
export function timelineRows(
  all: readonly ShownEvent[],
  habitOf: (event: ShownEvent) => Habit | undefined,
  zone: 'local' | 'utc',
): readonly TimelineRow[] {
  return runsOf(all, zone).map(({ event, ...run }) => {
    const { service: told } = event.fields
    const service = typeof told === 'string' ? told : undefined
    const hour = hourOf(event.time, zone)
    const standing = event.ip === null ? undefined : habitOf(event)?.standing(event, service, hour)
    return Object.assign(run, { event, service, hour, standing })
  })
}

/** Whether something of it was never so before, or there was much more of it than is usual. */
export function isOdd({ standing, usually }: TimelineRow): boolean {
  if (usually?.isMore === true) return true
  return standing !== undefined && (standing.isOddHour || [standing.network, standing.service].includes(0))
}

/** What happened to a mailbox, newest first, with how often each value was so before. */
export function Timeline({ rows }: { readonly rows: readonly TimelineRow[] }): JSX.Element {
  const heads = [
    events.time,
    events.names.severity,
    events.names.kind,
    events.names.ip,
    ...HABIT_HEADS,
    events.names.host,
    words.incident,
  ]
  return (
    <table class="table timeline">
      <caption class="unseen">{words.timeline}</caption>
      <thead>
        <tr>
          {heads.map((head, index) => (
            <th key={index} scope="col" class={head === words.of ? 'right' : undefined}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const before = rows[index - 1]
          const isNewDay = before?.day !== row.day
          return (
            <Fragment key={row.event.id}>
              {isNewDay ? (
                <tr class="band">
                  <td colSpan={heads.length}>{row.day}</td>
                </tr>
              ) : null}
              <Row row={row} />
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

function Row({ row }: { readonly row: TimelineRow }): JSX.Element {
  const { event, count, usually, incident } = row
  const { mailbox_address: mailbox, ip, host } = event
  const query = new URLSearchParams({ last: 'all', event: event.id, ...(mailbox === null ? {} : { mailbox }) })
  return (
    <tr>
      <td>
        <Moment time={event.time} />
      </td>
      <td>
        <SeverityWord severity={event.severity} />
      </td>
      <td class="of-kind">
        <a class="to" href={pathTo('events', {}, query.toString())} title={toldWords(event)}>
          {runLabel(event.type, count)}
        </a>
        {usually === undefined ? null : <span class={usually.isMore ? 'differs' : 'faint'}>{usually.words}</span>}
      </td>
      <td>
        {ip === null ? (
          ''
        ) : (
          <a class="link" href={pathTo('address', { ip })}>
            {ip}
          </a>
        )}
      </td>
      <BesideHabit row={row} />
      <td class="soft">{host}</td>
      <td class="of-incident" data-head={words.incident}>
        {incident === undefined ? null : (
          <a class="link" href={pathTo('incident', { id: String(incident) })}>
            {incident}
          </a>
        )}
      </td>
    </tr>
  )
}

/** The heads of what `BesideHabit` shows. */
export const HABIT_HEADS = [words.of, events.names.service, words.of, words.hour, words.of]

/** How often the network was before, then the way in and the hour, each with how often it was before. */
export function BesideHabit({ row: { service, hour, standing } }: { readonly row: TimelineRow }): JSX.Element {
  return (
    <>
      <Before count={standing?.network} isOdd={standing?.network === 0} />
      <td>{service === undefined ? '' : serviceLabel(service)}</td>
      <Before count={standing?.service} isOdd={standing?.service === 0} />
      <td>{standing?.hour === undefined ? '' : `${pad(hour)}–${pad((hour + 1) % 24)}`}</td>
      <Before count={standing?.hour} isOdd={standing?.isOddHour === true} />
    </>
  )
}

function pad(hour: number): string {
  return String(hour).padStart(2, '0')
}

/** How often it was so before; only what never was is marked. */
function Before({ count, isOdd }: { readonly count: number | undefined; readonly isOdd: boolean }): JSX.Element {
  if (count === undefined) return <td class="right" />
  return <td class="right">{isOdd ? <span class="differs">{words.never}</span> : numeral(count)}</td>
}
