import * as v from 'valibot'
import type { IncidentAnswer } from '../../contract/incident-contract.ts'
import type { HubAnswer } from '../../http/route.ts'
import { incidentHistory } from '../../store/ask/incident-history.ts'
import { incidentSteps } from '../../store/ask/incident-steps.ts'
import { incidentSubjects } from '../../store/ask/incident-subjects.ts'
import { relatedIncidents } from '../../store/ask/related-incidents.ts'
import type { KeptIncident } from '../../store/incident-tables.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { shownDeed, showPart, shownConcern } from './incident-parts.ts'
import { showIncident, shownIncident } from './incident-shape.ts'
import { knownIncident } from './known-incident.ts'
import { showSteps, shownStep, type StepSources } from './step-shape.ts'

/** How much of each part comes with an incident; paths of their own show all. */
const [STEPS, SUBJECTS, HISTORY, RELATED] = [100, 50, 100, 20]

/** An incident with its parts, as answered. */
export const wholeIncident: v.GenericSchema<IncidentAnswer> = v.object({
  incident: shownIncident,
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
  async (_, { parameters, store, places }) =>
    answerWithIncident({ store, places }, await knownIncident({ store }, parameters['id'])),
)

/** An incident with its parts and its revision, as it is answered. */
export async function answerWithIncident(hub: StepSources, row: KeptIncident): Promise<HubAnswer> {
  return { status: 200, headers: { etag: `"${row.revision}"` }, body: { json: await wholeOf(hub, row) } }
}

/** An incident with its parts. */
export async function wholeOf(hub: StepSources, row: KeptIncident): Promise<IncidentAnswer> {
  const { store } = hub
  const { id: incident } = row
  return {
    incident: showIncident(row),
    steps: await showSteps(hub, await store.ask(incidentSteps, { incident, limit: STEPS })),
    subjects: (await store.ask(incidentSubjects, { incident, order: 'weight', limit: SUBJECTS })).map(showPart),
    history: (await store.ask(incidentHistory, { incident, limit: HISTORY })).map(showPart),
    related: (await store.ask(relatedIncidents, { incident, limit: RELATED })).map(showIncident),
  }
}
