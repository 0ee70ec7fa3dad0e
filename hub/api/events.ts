import * as v from 'valibot'
import type { EventAnswer } from '../contract/event-contract.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { Hub } from '../http/route.ts'
import { assessmentsOf } from '../store/ask/assessments-of.ts'
import { eventAt } from '../store/ask/event-at.ts'
import { surroundingEvents } from '../store/ask/surrounding-events.ts'
import type { KeptEvent } from '../store/tables.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { ASSESSMENTS } from './assessment.ts'
import { placeOf } from './event-id.ts'
import { answeredPage, shownPage } from './event-page.ts'
import { filterOf, PAGE, SPAN, TEXT, WHICH } from './event-parameters.ts'
import { seconds, showEvents, shownEvent } from './event-shape.ts'

/** `GET /api/v1/events`. */
export const eventsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/events',
    summary: 'The newest events that fit all parameters.',
    parameters: { ...SPAN, ...WHICH, ...TEXT, ...PAGE },
    answer: shownPage,
  },
  async ({ q, limit, ...asked }, hub) =>
    answeredPage(hub, { filter: await filterOf(hub, asked), limit, ...(q === undefined ? {} : { q }) }),
)

const oneEvent: v.GenericSchema<EventAnswer> = v.object({
  event: shownEvent,
  assessment: v.nullable(v.object({ value: v.picklist(ASSESSMENTS), who: v.string(), at: seconds })),
})

/** `GET /api/v1/events/ID`. */
export const eventRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/events/:id',
    summary: 'One event, and what a person said of it last.',
    parameters: {},
    answer: oneEvent,
  },
  async (_, { parameters, ...hub }) => {
    const kept = await knownEvent(hub, parameters['id'])
    const [assessed] = await hub.store.ask(assessmentsOf, [{ time: kept.time, id: kept.id }])
    const value = ASSESSMENTS.find((word) => word === assessed?.value)
    const [event] = await showEvents(hub, [kept])
    if (event === undefined) throw new HttpError(PROBLEMS.unknownEvent)
    if (assessed === undefined || value === undefined) return { event, assessment: null }
    return { event, assessment: { value, who: assessed.who, at: assessed.at } }
  },
)

/** How far surroundings reach, in seconds. */
const AROUND = 900

/** `GET /api/v1/events/ID/surroundings`. */
export const surroundingsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/events/:id/surroundings',
    summary: 'What else the same host, mailbox or address did within 15 minutes before and after an event.',
    parameters: {
      by: v.optional(
        v.pipe(
          v.picklist(['host', 'mailbox', 'address'], 'is none of host, mailbox, address'),
          v.description('What the events have in common.'),
        ),
        'host',
      ),
    },
    answer: v.object({
      events: v.pipe(v.array(shownEvent), v.description('Newest first, at most 200 before it and 200 after it.')),
    }),
  },
  async ({ by }, { parameters, ...hub }) => {
    const kept = await knownEvent(hub, parameters['id'])
    const { time, id, agent, mailbox, ip } = kept
    const whose = {
      host: { agent },
      mailbox: mailbox === null ? null : { mailbox },
      address: ip === null ? null : { ip },
    }
    const same = whose[by]
    // What has no address has nothing in common with other addresses.
    if (same === null) return { events: [] }
    const around = { ...same, around: { time, id }, seconds: AROUND, limit: 200 }
    return { events: [...(await showEvents(hub, await hub.store.ask(surroundingEvents, around)))] }
  },
)

/** The event of a public id. Rejects with `HttpError` if there is none. */
export async function knownEvent({ store }: Pick<Hub, 'store'>, id = ''): Promise<KeptEvent> {
  const place = placeOf(id)
  const event = place === undefined ? null : await store.ask(eventAt, place)
  if (event === null) throw new HttpError(PROBLEMS.unknownEvent)
  return event
}
