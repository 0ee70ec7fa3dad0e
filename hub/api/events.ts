import * as v from 'valibot'
import type { EventAnswer } from '../contract/whole-event-contract.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { Hub } from '../http/route.ts'
import { mayJudge } from '../people/rights.ts'
import { placeWords } from '../places/place-words.ts'
import { assessmentsOf } from '../store/ask/assessments-of.ts'
import { eventAt } from '../store/ask/event-at.ts'
import { incidentsOfEvent } from '../store/ask/incidents-of-event.ts'
import { surroundingEvents } from '../store/ask/surrounding-events.ts'
import { assessEvent } from '../store/change/assess-event.ts'
import type { KeptEvent } from '../store/tables.ts'
import { type ApiRoute, changeRoute, jsonRoute } from './api-route.ts'
import { ASSESSMENTS } from './assessment.ts'
import { placeOf } from './event-id.ts'
import { answeredPage, shownPage } from './event-page.ts'
import { filterOf, PAGE, SPAN, WHICH } from './event-parameters.ts'
import { seconds, showEvents, shownEvent } from './event-shape.ts'
import { showIncident, shownIncident } from './incidents/incident-shape.ts'
import { showParts, shownParts, shownPlaceWords } from './part-shape.ts'
import { SOUGHT, takeSought } from './sought-parameters.ts'

/** `GET /api/v1/events`. */
export const eventsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/events',
    summary: 'The newest events that fit all parameters.',
    parameters: { ...SPAN, ...WHICH, ...SOUGHT, ...PAGE },
    answer: shownPage,
  },
  async ({ limit, ...asked }, hub) => {
    const { others, ...sought } = takeSought(asked)
    return answeredPage(hub, { filter: await filterOf(hub, others), limit, ...sought })
  },
)

const shownAssessment = v.object({ value: v.picklist(ASSESSMENTS), who: v.string(), at: seconds })

/** An event with what belongs to it, as answered. */
const wholeEvent: v.GenericSchema<EventAnswer> = v.object({
  event: shownEvent,
  assessment: v.nullable(shownAssessment),
  place: shownPlaceWords,
  from: shownParts,
  incidents: v.pipe(v.array(shownIncident), v.description('The incidents that it is a step of, newest first.')),
})

/** `GET /api/v1/events/ID`. */
export const eventRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/events/:id',
    summary: 'One event, what a person said of it last, what it follows from, and the incidents that it is a step of.',
    parameters: {},
    answer: wholeEvent,
  },
  async (_, { parameters, ...hub }) => withParts(hub, await knownEvent(hub, parameters['id'])),
)

/** `PATCH /api/v1/events/ID`. */
export const assessEventRoute: ApiRoute = changeRoute(
  {
    method: 'PATCH',
    path: '/api/v1/events/:id',
    right: mayJudge,
    summary: 'Says what an event was, in place of what was said before; null takes it back.',
    body: v.strictObject({
      assessment: v.nullable(v.picklist(ASSESSMENTS, `is none of ${ASSESSMENTS.join(', ')}`)),
    }),
    answer: wholeEvent,
  },
  async ({ assessment: value }, { parameters, person, address, ...hub }) => {
    const event = await knownEvent(hub, parameters['id'])
    const [at, place] = [Math.floor(hub.clock.now() / 1000), { event_time: event.time, event_id: event.id }]
    if (!(await hub.store.change(assessEvent, { ...place, value, who: person.name, at, address })))
      throw new HttpError(PROBLEMS.unknownEvent)
    return { status: 200, body: { json: await withParts(hub, event) } }
  },
)

async function withParts({ store, places }: Pick<Hub, 'store' | 'places'>, kept: KeptEvent): Promise<EventAnswer> {
  const [assessed] = await store.ask(assessmentsOf, [{ time: kept.time, id: kept.id }])
  const value = ASSESSMENTS.find((word) => word === assessed?.value)
  const [event] = await showEvents({ store }, [kept])
  if (event === undefined) throw new HttpError(PROBLEMS.unknownEvent)
  return {
    event,
    assessment: assessed === undefined || value === undefined ? null : { value, who: assessed.who, at: assessed.at },
    place: kept.ip === null ? null : placeWords(places.placeOf(kept.ip)),
    from: (await showParts({ store }, [kept])).get(kept.id) ?? [],
    incidents: (await store.ask(incidentsOfEvent, { id: kept.id })).map(showIncident),
  }
}

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
