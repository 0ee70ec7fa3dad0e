import type { JSX } from 'preact'
import type { ShownEvent } from '../../../contract/event-contract.ts'
import { Moment } from '../../parts/moment.tsx'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { pathTo } from '../../state/place.ts'
import { preferences } from '../../state/preferences.ts'
import { serviceLabel } from '../../words/kind-words.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { toldWords } from '../../words/told-words.ts'
import { type Run, runLabel, runsOf } from '../events/runs.ts'

const { events: words, address } = PAGE_WORDS

/** What an address did, newest first. */
export function Deeds({ events }: { readonly events: readonly ShownEvent[] }): JSX.Element {
  const { times } = preferences.value
  const runs = runsOf(events, times)
  const heads = [
    words.time,
    words.names.severity,
    words.names.kind,
    words.mailboxOrAccount,
    words.service,
    words.names.host,
  ]
  return (
    <table class="table timeline">
      <caption class="unseen">{address.what}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map((run, index) => (
          <>
            {runs[index - 1]?.day === run.day ? null : (
              <tr key={run.day} class="band">
                <td colSpan={heads.length}>{run.day}</td>
              </tr>
            )}
            <Deed key={run.event.id} run={run} />
          </>
        ))}
      </tbody>
    </table>
  )
}

function Deed({ run: { event, count } }: { readonly run: Run }): JSX.Element {
  const { mailbox_address: mailbox, ip, host, fields } = event
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
        {mailbox === null ? (
          ''
        ) : (
          <a class="link" href={pathTo('mailbox', { address: mailbox })}>
            {mailbox}
          </a>
        )}
      </td>
      <td>{typeof fields['service'] === 'string' ? serviceLabel(fields['service']) : ''}</td>
      <td class="soft">{host}</td>
    </tr>
  )
}
