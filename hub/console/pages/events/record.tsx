import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { EventAnswer } from '../../../contract/whole-event-contract.ts'
import { ClockAhead } from '../../parts/clock-ahead.tsx'
import { Command } from '../../parts/copy-button.tsx'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { setQuery } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { kindLabel } from '../../words/kind-words.ts'
import { wholeTime } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { toldWords } from '../../words/told-words.ts'
import { WORDS } from '../../words/words.ts'
import { Around } from './around.tsx'
import { EventAssessment } from './assessment.tsx'
import { Belonging } from './belonging.tsx'
import { type FilterName, wordsOfValue } from './event-filters.ts'
import { proofOf } from './proof.ts'
import { RecordValue } from './record-value.tsx'

const { events } = PAGE_WORDS

/** Closes the record; the table stays as it is, and its row has the focus. */
export function shutRecord(): void {
  const row = document.querySelector<HTMLElement>('tr.chosen :is(a, .fold)')
  setQuery({ event: undefined, by: undefined }, 'replace')
  // Once the record is gone: until then it may hold the focus.
  requestAnimationFrame(() => row?.focus({ preventScroll: true }))
}

/** One event: its sentence, its values, its proof, and what is around it. Who opens it from the page is led into it. */
export function Record({ id }: { readonly id: string }): JSX.Element {
  const answer = useAnswer<EventAnswer>(`/api/v1/events/${encodeURIComponent(id)}`)
  const isGone = answer.known.value.problem?.code === UNKNOWN
  const element = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (document.activeElement?.closest('.events-page') !== null) element.current?.focus({ preventScroll: true })
  }, [id])
  return (
    <div class="record" ref={element} tabIndex={-1}>
      {isGone ? (
        <StateBox kind="empty" word={WORDS.states.empty} title={events.gone} acts={<Shut />} />
      ) : (
        <Shown answer={answer}>
          {(whole) => (
            <>
              <header class="record-head">
                <SeverityWord severity={whole.event.severity} />
                <b>{kindLabel(whole.event.type)}</b>
                <Shut />
              </header>
              <p class="record-story">
                {whole.event.mailbox_address === null ? null : <b>{whole.event.mailbox_address} </b>}
                {toldWords(whole.event).replace(/([^.])$/, '$1.')}
              </p>
              <Values whole={whole} />
              <p class="record-part">
                <a class="link" href={pathTo('alerts', {}, new URLSearchParams({ show: 'why', of: id }).toString())}>
                  {WORDS.whyTold}
                </a>
              </p>
              <EventAssessment whole={whole} onAnswer={(value) => answer.amend(() => value)} />
              <Around event={whole.event} />
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
const ELSEWHERE: ReadonlySet<string> = new Set([
  'log',
  'offset',
  'generation',
  'parts',
  'network',
  'summary',
  'takeover_id',
])

function Values({ whole }: { readonly whole: EventAnswer }): JSX.Element {
  const { event, place } = whole
  const { time, received, clock_ahead: ahead, mailbox_address: mailbox, ip, network, host, fields } = event
  const proof = proofOf(fields)
  const others = Object.entries(fields).filter(([name]) => !ELSEWHERE.has(name))
  return (
    <dl class="values">
      <RecordValue name={events.time}>
        <b>{wholeTime(time, 'local')}</b> <span class="faint">{wholeTime(time, 'utc')}</span>
      </RecordValue>
      <RecordValue name={events.received}>
        {ahead === undefined ? events.afterwards(received - time) : wholeTime(received, 'local')}{' '}
        <ClockAhead by={ahead} />
      </RecordValue>
      {mailbox === null ? null : (
        <RecordValue name={events.names.mailbox} filter={{ name: 'mailbox', value: mailbox }}>
          <a class="link" href={pathTo('mailbox', { address: mailbox })}>
            {mailbox}
          </a>
        </RecordValue>
      )}
      {ip === null ? null : (
        <RecordValue name={events.names.ip} filter={{ name: 'ip', value: ip }}>
          <a class="link" href={pathTo('address', { ip })}>
            {ip}
          </a>
          {place === null ? null : <span class="faint">{place}</span>}
        </RecordValue>
      )}
      <NetworkValue network={network ?? fields['network']} />
      <RecordValue name={events.names.host} filter={{ name: 'host', value: host }}>
        <a class="link" href={pathTo('host', { name: host })}>
          {host}
        </a>
      </RecordValue>
      {others.map(([name, value]) => (
        <FieldValue key={name} field={name} value={String(value)} />
      ))}
      {proof === undefined ? null : (
        <RecordValue name={events.proof}>
          <code>{proof.place}</code>
          <Command text={proof.command} />
        </RecordValue>
      )}
      <Belonging whole={whole} />
    </dl>
  )
}

/** That of the address, or of those that the event follows from. */
function NetworkValue({ network }: { readonly network: string | number | undefined }): JSX.Element | null {
  if (network === undefined) return null
  return (
    <RecordValue name={events.names.network} filter={{ name: 'network', value: String(network) }}>
      {network}
    </RecordValue>
  )
}

/** Fields that events are filtered by. */
const FILTERED: Readonly<Partial<Record<string, FilterName>>> = {
  service: 'service',
  forward_recipient: 'recipient',
  country: 'country',
  as_number: 'as_number',
}

function FieldValue({ field, value }: { readonly field: string; readonly value: string }): JSX.Element {
  const name = FILTERED[field]
  if (name === undefined) return <RecordValue name={nameOf(field)}>{value}</RecordValue>
  return (
    <RecordValue name={events.names[name]} filter={{ name, value }}>
      {wordsOfValue(name, value)}
    </RecordValue>
  )
}

/** `filter_action` is said `Filter action`. */
function nameOf(field: string): string {
  return field.charAt(0).toUpperCase() + field.slice(1).replaceAll('_', ' ')
}
