import * as v from 'valibot'
import { foundIncidents, type IncidentPlace } from '../../store/ask/found-incidents.ts'
import { type ApiRoute, jsonRoute } from '../api-route.ts'
import { numberUpTo } from '../event-parameters.ts'
import { showIncident, shownIncident } from './incident-shape.ts'
import { incidentFilter, WHICH_INCIDENTS } from './which-incidents.ts'

const PLACE = /^(\d{1,12})\.(\d{1,15})$/

function incidentPlace(text: string): IncidentPlace | undefined {
  const [, rank, id] = PLACE.exec(text) ?? []
  return rank === undefined || id === undefined ? undefined : { rank: Number(rank), id: Number(id) }
}

/** Which incidents, and which page of them. */
const PARAMETERS = {
  ...WHICH_INCIDENTS,
  order: v.optional(
    v.pipe(
      v.picklist(['opened', 'updated', 'severity'], 'is none of opened, updated, severity'),
      v.description(
        'Newest first by when it was opened, or by when it changed last: then pages can shift; or the worst first.',
      ),
    ),
    'opened',
  ),
  before: v.exactOptional(
    v.pipe(
      v.string(),
      v.description('The value of next from the page before.'),
      v.transform(incidentPlace),
      v.custom<IncidentPlace>((place) => place !== undefined, 'is no value of next'),
    ),
  ),
  limit: v.optional(numberUpTo(200, 'How many at most.'), '50'),
} as const

/** `GET /api/v1/incidents`. */
export const incidentsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/incidents',
    summary: 'The newest incidents that fit all parameters; from and until say when something of them happened.',
    parameters: PARAMETERS,
    answer: v.object({
      incidents: v.array(shownIncident),
      next: v.nullable(v.pipe(v.string(), v.description('The value of before for the next page.'))),
    }),
  },
  async ({ order, before, limit, ...which }, { store }) => {
    const page = { order, limit, ...(before === undefined ? {} : { before }) }
    const found = await store.ask(foundIncidents, { ...(await incidentFilter({ store }, which)), ...page })
    const last = found.length < limit ? undefined : found.at(-1)
    const rank = order === 'severity' ? last?.severity : last?.updated
    return { incidents: found.map(showIncident), next: last === undefined ? null : `${rank}.${last.id}` }
  },
)
