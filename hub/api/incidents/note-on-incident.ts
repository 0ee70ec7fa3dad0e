import * as v from 'valibot'
import { alertRulesOf } from '../../config/alerts/alert-settings.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { mayJudge } from '../../people/rights.ts'
import { noteOnIncident } from '../../store/change/note-on-incident.ts'
import { type ApiRoute, changeRoute } from '../api-route.ts'
import { writtenText } from '../read-json.ts'
import { incidentNumber, knownIncident } from './known-incident.ts'
import { answerWithIncident, wholeIncident } from './one-incident.ts'

/** `POST /api/v1/incidents/ID/notes`. */
export const noteRoute: ApiRoute = changeRoute(
  {
    method: 'POST',
    path: '/api/v1/incidents/:id/notes',
    right: mayJudge,
    summary: 'Adds a note to the history of an incident.',
    body: v.strictObject({ text: writtenText('The note', 4000) }),
    answer: wholeIncident,
    status: 201,
  },
  async ({ text }, { store, places, clock, config, person, address, parameters }) => {
    const [id, now] = [incidentNumber(parameters['id']), Math.floor(clock.now() / 1000)]
    const by = { actor: person.name, address }
    if (!(await store.change(noteOnIncident, { id, text, now, by, rules: alertRulesOf(config) })))
      throw new HttpError(PROBLEMS.unknownIncident)
    const incident = await knownIncident({ store }, parameters['id'])
    return { ...(await answerWithIncident({ store, places }, incident)), status: 201 }
  },
)
