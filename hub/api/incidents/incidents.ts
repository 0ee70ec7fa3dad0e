import * as v from 'valibot'
import { INCIDENT_KINDS, INCIDENT_STATES } from '../../incidents/incident.ts'
import { personName } from '../../people/person-name.ts'
import { foundIncidents, type IncidentPlace } from '../../store/ask/found-incidents.ts'
import { type ApiRoute, jsonRoute } from '../api-route.ts'
import { address, HOST, mailbox, numberUpTo, SPAN, WHICH } from '../event-parameters.ts'
import { concernedHost } from './concerned-host.ts'
import { showIncident, shownIncident } from './incident-shape.ts'

/** Some of these words, with commas between them. */
function someOf<const Word extends string>(
  words: readonly Word[],
  description: string,
): v.GenericSchema<string, readonly Word[]> {
  return v.pipe(
    v.string(),
    v.description(`${description} Some of ${words.join(', ')}, with commas between them.`),
    v.transform((text) => {
      const typed = text.split(',')
      return typed.every((word) => words.some((known) => known === word))
        ? words.filter((word) => typed.includes(word))
        : []
    }),
    v.minLength(1, `is none of ${words.join(', ')}`),
  )
}

const label = v.pipe(v.string(), v.minLength(1, 'is empty'), v.maxLength(255, 'is too long'))

const PLACE = /^(\d{1,12})\.(\d{1,15})$/

function incidentPlace(text: string): IncidentPlace | undefined {
  const [, rank, id] = PLACE.exec(text) ?? []
  return rank === undefined || id === undefined ? undefined : { rank: Number(rank), id: Number(id) }
}

/** Which incidents, and which page of them. */
const PARAMETERS = {
  state: v.exactOptional(someOf(INCIDENT_STATES, 'Where it stands.')),
  kind: v.exactOptional(someOf(INCIDENT_KINDS, 'What it is.')),
  min_severity: WHICH.min_severity,
  subject: v.exactOptional(
    v.pipe(
      label,
      v.description('What it is about.'),
      v.transform((word) => word.toLowerCase()),
    ),
  ),
  ...HOST,
  mailbox: v.exactOptional(v.pipe(mailbox, v.description('A mailbox or account that it concerns.'))),
  address: v.exactOptional(v.pipe(address, v.description('An IP address that it concerns.'))),
  label: v.exactOptional(v.pipe(label, v.description('The label of a host that it concerns.'))),
  assignee: v.exactOptional(v.pipe(personName, v.description('Who takes care of it.'))),
  assigned: v.exactOptional(
    v.pipe(v.picklist(['yes', 'no'], 'is neither yes nor no'), v.description('Whether somebody takes care of it.')),
  ),
  ...SPAN,
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
  async ({ state, kind, min_severity: minSeverity, host, assigned, ...asked }, { store }) => {
    const found = await store.ask(foundIncidents, {
      ...asked,
      ...(await concernedHost({ store }, host)),
      ...(state === undefined ? {} : { states: state }),
      ...(kind === undefined ? {} : { kinds: kind }),
      ...(minSeverity === undefined ? {} : { minSeverity }),
      ...(assigned === undefined ? {} : { isAssigned: assigned === 'yes' }),
    })
    const last = found.length < asked.limit ? undefined : found.at(-1)
    const rank = asked.order === 'severity' ? last?.severity : last?.updated
    return { incidents: found.map(showIncident), next: last === undefined ? null : `${rank}.${last.id}` }
  },
)
