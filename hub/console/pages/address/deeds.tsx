import { Fragment, type JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HabitsAnswer, ShownEvent } from '../../../contract/event-contract.ts'
import { Moment } from '../../parts/moment.tsx'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { pathTo } from '../../state/place.ts'
import { preferences } from '../../state/preferences.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { toldWords } from '../../words/told-words.ts'
import { runLabel } from '../events/runs.ts'
import { BesideHabit, HABIT_HEADS, type TimelineRow, timelineRows } from '../mailbox/timeline.tsx'
import { habitsBeside } from './habits.ts'

const { events: words, address, mailbox } = PAGE_WORDS

interface DeedsParts {
  readonly events: readonly ShownEvent[]
  /** Absent while it is awaited, or if no mailbox was entered. */
  readonly habits: HabitsAnswer | undefined
  /** The foot below so many rows. */
  readonly children: (rows: number) => JSX.Element
}

/** What an address did, newest first; each login beside the habit of its mailbox. */
export function Deeds({ events, habits, children }: DeedsParts): JSX.Element {
  const { times } = preferences.value
  const habitOf = useMemo(() => habitsBeside(habits, times), [habits, times])
  const rows = timelineRows(events, habitOf, times)
  const heads = [
    words.time,
    words.names.severity,
    words.names.kind,
    words.mailboxOrAccount,
    address.networkBefore,
    ...HABIT_HEADS.slice(1),
    words.names.host,
  ]
  return (
    <>
      <table class="table timeline">
        <caption class="unseen">{address.what}</caption>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th
                key={index}
                scope="col"
                class={head === mailbox.of || head === address.networkBefore ? 'right' : undefined}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Fragment key={row.event.id}>
              {rows[index - 1]?.day === row.day ? null : (
                <tr class="band">
                  <td colSpan={heads.length}>{row.day}</td>
                </tr>
              )}
              <Deed row={row} />
            </Fragment>
          ))}
        </tbody>
      </table>
      {children(rows.length)}
    </>
  )
}

function Deed({ row }: { readonly row: TimelineRow }): JSX.Element {
  const { event, count } = row
  const { mailbox_address: name, ip, host } = event
  const query = new URLSearchParams({ last: 'all', event: event.id, ...(ip === null ? {} : { ip }) })
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
      </td>
      <td>
        {name === null ? (
          ''
        ) : (
          <a class="link" href={pathTo('mailbox', { address: name })}>
            {name}
          </a>
        )}
      </td>
      <BesideHabit row={row} />
      <td class="soft">{host}</td>
    </tr>
  )
}
