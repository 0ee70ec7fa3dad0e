import * as v from 'valibot'
import type { IncidentAnswer } from '../../contract/incident-contract.ts'
import type { Hub, HubAnswer } from '../../http/route.ts'
import { MOST_STEPS } from '../../incidents/surplus-steps.ts'
import { incidentHistory } from '../../store/ask/incident-history.ts'
import { incidentSteps } from '../../store/ask/incident-steps.ts'
import { incidentSubjects } from '../../store/ask/incident-subjects.ts'
import { relatedIncidents } from '../../store/ask/related-incidents.ts'
import type { KeptIncident } from '../../store/incident-tables.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { shownDeed, showPart, shownConcern } from './incident-parts.ts'
import { showIncident, shownIncident } from './incident-shape.ts'
import { knownIncident } from './known-incident.ts'
import { showSteps, shownStep } from './step-shape.ts'
import { shownTodo, todosOf } from './todo-shape.ts'

/** How much of each part comes with an incident; paths of their own show all. */
const [STEPS, SUBJECTS, HISTORY, RELATED] = [100, 50, 100, 20]

/** An incident with its parts, as answered. */
export const wholeIncident: v.GenericSchema<IncidentAnswer> = v.object({
  incident: shownIncident,
  next: v.pipe(v.array(shownTodo), v.description('What is to be done, in its order.')),
  steps: v.pipe(v.array(shownStep), v.description(`The first ${STEPS} in the order in which they happened.`)),
  subjects: v.pipe(v.array(shownConcern), v.description(`The ${SUBJECTS} that matter most.`)),
  history: v.pipe(v.array(shownDeed), v.description(`The newest ${HISTORY}, the newest first.`)),
  related: v.pipe(
    v.array(shownIncident),
    v.description(`The newest ${RELATED} that have a mailbox or an address in common with it.`),
  ),
})

/** `GET /api/v1/incidents/ID`. */
export const incidentRoute: ApiRoute = apiRoute(
  {
    path: '/api/v1/incidents/:id',
    summary: 'One incident: what happened, whom it concerns, what became of it. The header ETag has its revision.',
    parameters: {},
    answer: wholeIncident,
  },
  async (_, { parameters, store }) => answerWithIncident({ store }, await knownIncident({ store }, parameters['id'])),
)

/** An incident with its parts and its revision, as it is answered. */
export async function answerWithIncident(hub: Pick<Hub, 'store'>, row: KeptIncident): Promise<HubAnswer> {
  return { status: 200, headers: { etag: `"${row.revision}"` }, body: { json: await wholeOf(hub, row) } }
}

/** An incident with its parts. */
export async function wholeOf(hub: Pick<Hub, 'store'>, row: KeptIncident): Promise<IncidentAnswer> {
  const { store } = hub
  const { id: incident } = row
  const steps = await store.ask(incidentSteps, { incident, limit: MOST_STEPS })
  return {
    incident: showIncident(row),
    next: await todosOf(hub, row, steps),
    steps: await showSteps(hub, steps.slice(0, STEPS)),
    subjects: (await store.ask(incidentSubjects, { incident, order: 'weight', limit: SUBJECTS })).map(showPart),
    history: (await store.ask(incidentHistory, { incident, limit: HISTORY })).map(showPart),
    related: (await store.ask(relatedIncidents, { incident, limit: RELATED })).map(showIncident),
  }
}
