import * as v from 'valibot'
import { alertRulesOf } from '../../config/alerts/alert-settings.ts'
import { HttpError, type HttpProblem, PROBLEMS } from '../../http/errors.ts'
import { INCIDENT_STATES } from '../../incidents/incident.ts'
import { personName } from '../../people/person-name.ts'
import { mayJudge } from '../../people/rights.ts'
import { changeIncident, type IncidentOutcome } from '../../store/change/change-incident.ts'
import { type ApiRoute, changeRoute } from '../api-route.ts'
import { ASSESSMENTS } from '../assessment.ts'
import { writtenText } from '../read-json.ts'
import { seenRevision } from '../seen-revision.ts'
import { incidentNumber, knownIncident } from './known-incident.ts'
import { answerWithIncident, wholeIncident } from './one-incident.ts'

const PROBLEM_OF: Readonly<Record<Exclude<IncidentOutcome, 'done'>, HttpProblem>> = {
  unknown: PROBLEMS.unknownIncident,
  changed_meanwhile: PROBLEMS.changedMeanwhile,
  reason_missing: PROBLEMS.reasonMissing,
  assessment_missing: PROBLEMS.assessmentMissing,
  unknown_person: PROBLEMS.unknownPerson,
  viewer_assigned: PROBLEMS.viewerAssigned,
  other_open: PROBLEMS.otherOpen,
}

/** `PATCH /api/v1/incidents/ID`. */
export const changeIncidentRoute: ApiRoute = changeRoute(
  {
    method: 'PATCH',
    path: '/api/v1/incidents/:id',
    right: mayJudge,
    summary:
      'Changes state, assessment or assignee of an incident, all or nothing; with If-Match only if it has that revision.',
    body: v.strictObject({
      state: v.exactOptional(v.picklist(INCIDENT_STATES, `is none of ${INCIDENT_STATES.join(', ')}`)),
      reason: v.exactOptional(
        v.pipe(
          writtenText('The reason', 2000),
          v.description('Why; who dismisses an incident has to say it, with an assessment.'),
        ),
      ),
      assessment: v.exactOptional(v.nullable(v.picklist(ASSESSMENTS, `is none of ${ASSESSMENTS.join(', ')}`))),
      assignee: v.exactOptional(v.nullable(v.pipe(personName, v.description('Who takes care of it; null: nobody.')))),
    }),
    answer: wholeIncident,
  },
  async (wanted, { store, places, clock, config, person, address, headers, parameters }) => {
    const id = incidentNumber(parameters['id'])
    const outcome = await store.change(changeIncident, {
      id,
      seen: seenRevision(headers),
      wanted,
      now: Math.floor(clock.now() / 1000),
      by: { actor: person.name, address },
      rules: alertRulesOf(config),
    })
    if (outcome !== 'done') throw new HttpError(PROBLEM_OF[outcome])
    return answerWithIncident({ store, places }, await knownIncident({ store }, parameters['id']))
  },
)
