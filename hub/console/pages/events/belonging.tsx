import type { JSX } from 'preact'
import type { ShownEvent } from '../../../contract/event-contract.ts'
import type { ShownIncident, ShownPart } from '../../../contract/incident-contract.ts'
import type { EventAnswer } from '../../../contract/whole-event-contract.ts'
import { Moment } from '../../parts/moment.tsx'
import { queried } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { EVENT_WORDS } from '../../words/event-words.ts'
import { kindLabel } from '../../words/kind-words.ts'
import { proofOf } from './proof.ts'
import { RecordValue } from './record-value.tsx'

/** What an event belongs to: the incidents that it is a step of and what it follows from. */
export function Belonging({ whole: { event, incidents, from } }: { readonly whole: EventAnswer }): JSX.Element {
  return (
    <>
      {incidents.map((incident) => (
        <OfIncident key={incident.id} incident={incident} />
      ))}
      {from.length === 0 ? null : (
        <RecordValue name={EVENT_WORDS.from}>
          <ol class="parts-of">
            {from.map((part) => (
              <Part key={part.event} part={part} of={event} />
            ))}
          </ol>
        </RecordValue>
      )}
    </>
  )
}

function OfIncident({ incident: { id, sentence } }: { readonly incident: ShownIncident }): JSX.Element {
  return (
    <RecordValue name={EVENT_WORDS.incident}>
      <a class="link" href={pathTo('incident', { id: String(id) })}>
        {sentence}
      </a>
    </RecordValue>
  )
}

/** A part with the line that tells it, and what it has not in common with the event; of the hub's own there is no record. */
function Part({ part, of }: { readonly part: ShownPart; readonly of: ShownEvent }): JSX.Element {
  const { event, time, host, type, mailbox_address: mailbox, ip, log, offset } = part
  const differing = [
    mailbox === of.mailbox_address ? null : mailbox,
    ip === of.ip ? null : ip,
    host === of.host ? null : (host ?? EVENT_WORDS.hub),
  ].filter((text) => text !== null)
  const proof = log === null || offset === null ? undefined : proofOf({ log, offset })
  return (
    <li>
      <Moment time={time} />{' '}
      {host === null ? kindLabel(type) : <a href={queried({ event, by: undefined })}>{kindLabel(type)}</a>}{' '}
      <span class="faint">{differing.join(' · ')}</span>
      {proof === undefined ? null : <code>{proof.place}</code>}
    </li>
  )
}
