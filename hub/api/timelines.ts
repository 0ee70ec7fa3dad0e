import * as v from 'valibot'
import type { ShownEvent, ShownPlace } from '../contract/event-contract.ts'
import { PROBLEMS } from '../http/errors.ts'
import type { Hub } from '../http/route.ts'
import { countryName, type GeoPlace } from '../places/geo-place.ts'
import { incidentsAmong } from '../store/ask/incidents-among.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { placeOf, publicId } from './event-id.ts'
import { answeredPage, PAGE_PARTS } from './event-page.ts'
import { address, filterOf, HOST, KIND, mailbox, PAGE, SPAN } from './event-parameters.ts'
import { refusal } from './refusal.ts'

const PARAMETERS = { ...SPAN, ...HOST, ...KIND, ...PAGE } as const

const steps = v.pipe(
  v.record(v.string(), v.number()),
  v.description('The newest incident that an event is a step of, by the id of the event.'),
)

/** `GET /api/v1/mailboxes/ADDRESS/timeline`. */
export const mailboxTimelineRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/mailboxes/:address/timeline',
    summary: 'What happened to a mailbox, on all hosts.',
    parameters: PARAMETERS,
    answer: v.object({ ...PAGE_PARTS, incidents: steps }),
  },
  async ({ limit, ...asked }, hub) => {
    const filter = await filterOf(hub, { ...asked, mailbox: pathWord(mailbox, hub.parameters['address']) })
    const { events, ...page } = await answeredPage(hub, { filter, limit })
    return { ...page, events: [...events], incidents: await incidentsOf(hub, events) }
  },
)

async function incidentsOf(
  { store }: Pick<Hub, 'store'>,
  events: readonly ShownEvent[],
): Promise<Record<string, number>> {
  const places = events.flatMap(({ id }) => placeOf(id) ?? [])
  const found = await store.ask(incidentsAmong, places)
  const incidents = new Map(found.map(({ incident, ...place }) => [publicId(place), incident]))
  // A step can have the id of another event.
  return Object.fromEntries(events.flatMap(({ id }) => (incidents.has(id) ? [[id, incidents.get(id) ?? 0]] : [])))
}

const shownPlace = v.pipe(
  v.object({
    country: v.nullable(v.pipe(v.string(), v.description('By ISO 3166-1, in two letters.'))),
    country_name: v.nullable(v.string()),
    as_number: v.nullable(v.pipe(v.number(), v.integer(), v.description('The number of the autonomous system.'))),
    as_name: v.nullable(v.pipe(v.string(), v.description('Whose network it is.'))),
  }),
  v.title('Place'),
)

/** `GET /api/v1/addresses/IP/timeline`. */
export const addressTimelineRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/addresses/:ip/timeline',
    summary: 'What an address did, on all hosts.',
    parameters: PARAMETERS,
    answer: v.object({
      ...PAGE_PARTS,
      place: v.pipe(
        v.nullable(shownPlace),
        v.description('Where it is now, by the databases in places; null if none tells.'),
      ),
    }),
  },
  async ({ limit, ...asked }, hub) => {
    const ip = pathWord(address, hub.parameters['ip'])
    const filter = await filterOf(hub, { ...asked, ip })
    const { events, ...page } = await answeredPage(hub, { filter, limit })
    return { ...page, events: [...events], place: placeShown(hub.places.placeOf(ip)) }
  },
)

function placeShown(place: GeoPlace | undefined): ShownPlace | null {
  if (place === undefined) return null
  const { country, asNumber, asName } = place
  const name = country === null ? null : countryName(country)
  return { country, country_name: name, as_number: asNumber, as_name: asName }
}

/** What a path names, read by a schema. Throws `HttpError` if it cannot be taken. */
export function pathWord(schema: v.GenericSchema<string, string>, word = ''): string {
  const { success, output, issues } = v.safeParse(schema, word)
  if (success) return output
  throw refusal(PROBLEMS.wrongParameter, issues[0], `What the path names ${issues[0].message}.`)
}
