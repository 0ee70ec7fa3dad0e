import { HttpError, PROBLEMS } from '../../http/errors.ts'
import type { HubAnswer, Route, SharedRequest } from '../../http/route.ts'
import { maySee } from '../../people/rights.ts'
import { assessedEvents } from '../../store/ask/assessed-events.ts'
import { foundEvents } from '../../store/ask/found-events.ts'
import { newestEvents } from '../../store/ask/newest-events.ts'
import { stepsOfTakeovers } from '../../store/ask/steps-of-takeovers.ts'
import { type EventFilter, newestFirst } from '../../store/event-filter.ts'
import { kindNumber } from '../../store/number-words.ts'
import type { KeptEvent } from '../../store/tables.ts'
import { type Assessment, ASSESSMENTS } from '../assessment.ts'
import { endingSoon } from '../clock-ahead.ts'
import { publicId } from '../event-id.ts'
import { knownEvent } from '../events.ts'
import { agentAsked, listQuery, pageOf } from './list-query.ts'
import { kindsUsually, MAILBOX_KINDS, mailboxEvents, STEP_OF_TAKEOVER } from './mailbox-event.ts'

/** `GET /api/mailbox_events`. */
export const listMailboxEvents: Route = {
  method: 'GET',
  path: '/api/mailbox_events',
  caller: 'agent or person',
  right: maySee,
  answer: async (request) => {
    const query = listQuery('mailbox_events', request)
    const filter = endingSoon(await agentAsked(request, query.of('host')), request)
    const limit = query.offset + query.records + 1
    const [primary, value] = [query.of('primary_event_id'), query.of('class')]
    const events =
      primary !== undefined
        ? await associated(request, { primary, by: query.of('association') }, { ...filter, limit })
        : value !== undefined
          ? await classed(request, knownClass(value), { ...filter, limit })
          : await request.store.ask(newestEvents, { ...filter, kinds: MAILBOX_KINDS, limit })
    const { page, metadata } = pageOf(query, events)
    return { status: 200, body: { json: { mailbox_events: await mailboxEvents(request, page), metadata } } }
  },
}

/** `GET /api/mailbox_events/ID`. */
export const oneMailboxEvent: Route = {
  method: 'GET',
  path: '/api/mailbox_events/:id',
  caller: 'agent or person',
  right: maySee,
  answer: async (request) => answerWith(request, await visibleEvent(request, request.parameters['id'])),
}

/** One event, as it is answered. */
export async function answerWith(request: SharedRequest, event: KeptEvent): Promise<HubAnswer> {
  const [shown] = await mailboxEvents(request, [event])
  return { status: 200, body: { json: { mailbox_event: shown } } }
}

/** An agent must not learn which events others have. */
export async function visibleEvent({ store, asker }: SharedRequest, id?: string): Promise<KeptEvent> {
  const event = await knownEvent({ store }, id)
  if ('agent' in asker && asker.agent.agent !== event.agent) throw new HttpError(PROBLEMS.unknownEvent)
  return event
}

interface Wish extends Pick<EventFilter, 'agent' | 'until'> {
  readonly limit: number
}

function knownClass(value: string): Assessment {
  const known = ASSESSMENTS.find((assessment) => assessment === value)
  if (known !== undefined) return known
  throw new HttpError(PROBLEMS.wrongParameter, { detail: `class is none of ${ASSESSMENTS.join(', ')}.` })
}

/** What people said, and what is so until they say otherwise. */
async function classed({ store }: SharedRequest, value: Assessment, wish: Wish): Promise<readonly KeptEvent[]> {
  const said = await store.ask(assessedEvents, { ...wish, value })
  const kinds = kindsUsually(value)
  if (kinds.length === 0) return said
  const unassessed = { ...wish, kinds, isAssessed: false }
  const others =
    value === STEP_OF_TAKEOVER
      ? [
          ...(await store.ask(newestEvents, unassessed)),
          ...(await store.ask(stepsOfTakeovers, { ...wish, kinds: MAILBOX_KINDS })),
        ]
      : await store.ask(newestEvents, { ...unassessed, isTakeoverStep: false })
  const events = new Map([...said, ...others].map((event) => [publicId(event), event]))
  return [...events.values()].toSorted(newestFirst).slice(0, wish.limit)
}

interface Association {
  readonly primary: string
  readonly by: string | undefined
}

/** Kinds that say where a forward leads, and how many of their events are looked through: no index has recipients. */
const FORWARD_KINDS = [
  kindNumber('forward_added'),
  kindNumber('forward_deleted'),
  kindNumber('forward_added_partial_recipient'),
  kindNumber('forward_removed'),
]
const MOST_EXAMINED = 20_000

/** Events that have the mailbox, the address or the recipient in common with one. */
async function associated(
  request: SharedRequest,
  { primary, by }: Association,
  wish: Wish,
): Promise<readonly KeptEvent[]> {
  const { store } = request
  const event = await visibleEvent(request, primary)
  const { mailbox, ip } = event
  const same = { ...wish, kinds: MAILBOX_KINDS }
  if (by === 'mailbox_address') return mailbox === null ? [] : store.ask(newestEvents, { ...same, mailbox })
  if (by === 'ip_actor') return ip === null ? [] : store.ask(newestEvents, { ...same, ip })
  if (by !== 'forward_recipient')
    throw new HttpError(PROBLEMS.wrongParameter, {
      detail: 'association is none of mailbox_address, ip_actor, forward_recipient.',
    })
  const recipient = /"forward_recipient":"(?:[^"\\]|\\.)*"/u.exec(event.fields)?.[0]
  if (recipient === undefined) return []
  const search = { ...wish, kinds: FORWARD_KINDS, sought: { text: recipient }, most: MOST_EXAMINED }
  return (await store.ask(foundEvents, search)).events
}
