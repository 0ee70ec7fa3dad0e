import * as v from 'valibot'
import type { ShownConcern, ShownDeed } from '../../contract/incident-contract.ts'
import { incidentHistory } from '../../store/ask/incident-history.ts'
import { incidentSteps } from '../../store/ask/incident-steps.ts'
import { incidentSubjects } from '../../store/ask/incident-subjects.ts'
import type { EventPlace } from '../../store/event-filter.ts'
import { type ApiRoute, jsonRoute } from '../api-route.ts'
import { placeOf } from '../event-id.ts'
import { numberUpTo } from '../event-parameters.ts'
import { seconds } from '../event-shape.ts'
import { knownIncident } from './known-incident.ts'
import { showSteps, shownStep } from './step-shape.ts'

const count = v.pipe(v.number(), v.integer())

const TYPES = ['host', 'mailbox', 'account', 'address', 'network'] as const

/** A host, mailbox or address that an incident concerns, as the API shows it. */
export const shownConcern: v.GenericSchema<ShownConcern> = v.object({
  type: v.pipe(v.string(), v.description(`One of ${TYPES.join(', ')}.`)),
  name: v.string(),
  first: seconds,
  last: seconds,
  steps: count,
  successes: count,
})

/** What became of an incident, or what somebody noted, as the API shows it. */
export const shownDeed: v.GenericSchema<ShownDeed> = v.object({
  id: count,
  at: seconds,
  actor: v.pipe(v.string(), v.description('A name; empty for the hub itself.')),
  action: v.string(),
  detail: v.string(),
})

/** A row of an incident as the API shows it: which one is known. */
export function showPart<Row extends { readonly incident: number }>({
  incident: _incident,
  ...row
}: Row): Omit<Row, 'incident'> {
  return row
}

const limit = v.optional(numberUpTo(1000, 'How many at most.'), '100')

const next = v.nullable(v.pipe(v.string(), v.description('The value of after for the next page.')))

/** `GET /api/v1/incidents/ID/steps`. */
export const stepsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/incidents/:id/steps',
    summary: 'The steps of an incident in the order in which they happened.',
    parameters: {
      after: v.exactOptional(
        v.pipe(
          v.string(),
          v.transform(placeOf),
          v.custom<EventPlace>((place) => place !== undefined, 'is no value of next'),
        ),
      ),
      limit,
    },
    answer: v.object({ steps: v.array(shownStep), next }),
  },
  async (asked, { store, places, parameters }) => {
    const { id: incident } = await knownIncident({ store }, parameters['id'])
    const steps = await showSteps({ store, places }, await store.ask(incidentSteps, { ...asked, incident }))
    return { steps, next: steps.length < asked.limit ? null : (steps.at(-1)?.event ?? null) }
  },
)

/** `GET /api/v1/incidents/ID/subjects`. */
export const subjectsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/incidents/:id/subjects',
    summary: 'The hosts, mailboxes and addresses that an incident concerns, by type and name.',
    parameters: {
      type: v.exactOptional(v.picklist(TYPES, `is none of ${TYPES.join(', ')}`)),
      after: v.exactOptional(
        v.pipe(
          v.string(),
          v.transform((text) => /^([a-z]+):(.+)$/su.exec(text)),
          v.check((parts) => parts !== null, 'is no value of next'),
          v.transform((parts) => ({ type: parts?.[1] ?? '', name: parts?.[2] ?? '' })),
        ),
      ),
      limit,
    },
    answer: v.object({ subjects: v.array(shownConcern), next }),
  },
  async (asked, { store, parameters }) => {
    const { id: incident } = await knownIncident({ store }, parameters['id'])
    const rows = await store.ask(incidentSubjects, { ...asked, incident, order: 'name' })
    const last = rows.length < asked.limit ? undefined : rows.at(-1)
    return { subjects: rows.map(showPart), next: last === undefined ? null : `${last.type}:${last.name}` }
  },
)

/** `GET /api/v1/incidents/ID/history`. */
export const historyRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/incidents/:id/history',
    summary: 'What became of an incident, by whom, and what people noted, the newest first.',
    parameters: {
      before: v.exactOptional(numberUpTo(Number.MAX_SAFE_INTEGER, 'The value of next from the page before.')),
      limit,
    },
    answer: v.object({ history: v.array(shownDeed), next: v.nullable(count) }),
  },
  async (asked, { store, parameters }) => {
    const { id: incident } = await knownIncident({ store }, parameters['id'])
    const rows = await store.ask(incidentHistory, { ...asked, incident })
    return { history: rows.map(showPart), next: rows.length < asked.limit ? null : (rows.at(-1)?.id ?? null) }
  },
)
