import type { ComponentChildren, JSX } from 'preact'
import type { ShownEvent } from '../../../contract/event-contract.ts'
import type { EventAnswer } from '../../../contract/whole-event-contract.ts'
import { Command } from '../../parts/copy-button.tsx'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { setQuery } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { kindLabel, serviceLabel } from '../../words/kind-words.ts'
import { wholeTime } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { toldWords } from '../../words/told-words.ts'
import { WORDS } from '../../words/words.ts'
import { Around } from './around.tsx'
import type { FilterName } from './event-filters.ts'
import { FilterPair } from './filter-pair.tsx'
import { proofOf } from './proof.ts'

const { events } = PAGE_WORDS

/** Closes the record; the table stays as it is. */
export function shutRecord(): void {
  setQuery({ event: undefined, by: undefined }, 'replace')
}

/** One event: its sentence, its values, its proof, and what is around it. */
export function Record({ id }: { readonly id: string }): JSX.Element {
  const answer = useAnswer<EventAnswer>(`/api/v1/events/${encodeURIComponent(id)}`)
  const isGone = answer.known.value.problem?.code === UNKNOWN
  return (
    <div class="record">
      {isGone ? (
        <StateBox kind="empty" word={WORDS.states.empty} title={events.gone} acts={<Shut />} />
      ) : (
        <Shown answer={answer}>
          {({ event, assessment }) => (
            <>
              <header class="record-head">
                <SeverityWord severity={event.severity} />
                <b>{kindLabel(event.type)}</b>
                <Shut />
              </header>
              <p class="record-story">
                {event.mailbox_address === null ? null : <b>{event.mailbox_address} </b>}
                {toldWords(event)}
              </p>
              <Values event={event} />
              {assessment === null ? null : (
                <Value name={events.assessed}>
                  {events.said(assessment.value.replaceAll('_', ' '), assessment.who)}
                </Value>
              )}
              <p class="record-part">
                <a class="link" href={pathTo('alerts', {}, new URLSearchParams({ show: 'why', of: id }).toString())}>
                  {WORDS.whyTold}
                </a>
              </p>
              <Around event={event} />
            </>
          )}
        </Shown>
      )}
    </div>
  )
}

/** The hub has no such event, or has it no longer. */
const UNKNOWN = 40421

function Shut(): JSX.Element {
  return (
    <button type="button" class="button small quiet fill" onClick={shutRecord}>
      <kbd>Esc</kbd> {WORDS.close}
    </button>
  )
}

/** Fields that stand elsewhere in the record. */
const ELSEWHERE: ReadonlySet<string> = new Set(['log', 'offset', 'generation', 'parts', 'network', 'takeover_id'])

function Values({ event }: { readonly event: ShownEvent }): JSX.Element {
  const { time, received, mailbox_address: mailbox, ip, network, host, fields } = event
  const proof = proofOf(fields)
  const others = Object.entries(fields).filter(([name]) => !ELSEWHERE.has(name))
  return (
    <dl class="values">
      <Value name={events.time}>
        <b>{wholeTime(time, 'local')}</b>
        <span class="faint"> · {wholeTime(time, 'utc')}</span>
      </Value>
      <Value name={events.received}>{events.afterwards(received - time)}</Value>
      {mailbox === null ? null : (
        <Value name={events.names.mailbox} filter={{ name: 'mailbox', value: mailbox }}>
          <a class="link" href={pathTo('mailbox', { address: mailbox })}>
            {mailbox}
          </a>
        </Value>
      )}
      {ip === null ? null : (
        <Value name={events.names.ip} filter={{ name: 'ip', value: ip }}>
          <a class="link" href={pathTo('address', { ip })}>
            {ip}
          </a>
        </Value>
      )}
      {network === null ? null : <Value name={events.network}>{network}</Value>}
      <Value name={events.names.host} filter={{ name: 'host', value: host }}>
        <a class="link" href={pathTo('host', { name: host })}>
          {host}
        </a>
      </Value>
      {others.map(([name, value]) => (
        <Value key={name} name={nameOf(name)}>
          {name === 'service' ? serviceLabel(String(value)) : value}
        </Value>
      ))}
      {proof === undefined ? null : (
        <Value name={events.proof}>
          <code>{proof.place}</code>
          <Command text={proof.command} />
        </Value>
      )}
    </dl>
  )
}

interface ValueParts {
  readonly name: string
  readonly filter?: { readonly name: FilterName; readonly value: string }
  readonly children: ComponentChildren
}

/** A name and its value, with the buttons that filter by it. */
function Value({ name, filter, children }: ValueParts): JSX.Element {
  return (
    <div class="value">
      <dt>{name}</dt>
      <dd>
        {children}
        {filter === undefined ? null : <FilterPair name={filter.name} value={filter.value} />}
      </dd>
    </div>
  )
}

/** `forward_recipient` is said `Forward recipient`. */
function nameOf(field: string): string {
  if (field === 'service') return events.service
  return field.charAt(0).toUpperCase() + field.slice(1).replaceAll('_', ' ')
}
