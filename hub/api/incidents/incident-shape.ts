import * as v from 'valibot'
import { SEVERITIES } from '../../../lib/event/severity.ts'
import type { ShownIncident } from '../../contract/incident-contract.ts'
import { incidentForPrograms } from '../../incidents/incident-for-programs.ts'
import { INCIDENT_KINDS, INCIDENT_STATES, SUBJECT_TYPES } from '../../incidents/incident.ts'
import { incidentOf } from '../../store/incident-of.ts'
import type { KeptIncident } from '../../store/incident-tables.ts'
import { ASSESSMENTS } from '../assessment.ts'
import { seconds } from '../event-shape.ts'

const count = v.pipe(v.number(), v.integer())

/** An incident as the API shows it. */
export const shownIncident: v.GenericSchema<ShownIncident> = v.pipe(
  v.object({
    id: count,
    kind: v.picklist(INCIDENT_KINDS),
    subject_type: v.picklist(SUBJECT_TYPES),
    subject: v.pipe(v.string(), v.description('What it is about, in small letters.')),
    state: v.picklist(INCIDENT_STATES),
    severity: v.pipe(v.picklist(SEVERITIES), v.description('It only rises.')),
    sentence: v.pipe(v.string(), v.description('What happened.')),
    opened: v.pipe(seconds, v.description('When the hub opened it.')),
    first_step: seconds,
    last_step: seconds,
    updated: v.pipe(seconds, v.description('When anything of it changed last.')),
    closed: v.nullable(seconds),
    closed_by: v.nullable(v.pipe(v.string(), v.description('A name; empty for the hub itself.'))),
    reason: v.nullable(v.pipe(v.string(), v.description('Why it was closed.'))),
    assessment: v.nullable(v.picklist(ASSESSMENTS)),
    assignee: v.nullable(v.pipe(v.string(), v.description('Who takes care of it.'))),
    hosts: v.pipe(count, v.description('How many hosts it concerns; the same of the next two.')),
    mailboxes: count,
    addresses: count,
    successes: v.pipe(count, v.description('Into how many mailboxes and accounts somebody got.')),
    steps: count,
    previous: v.nullable(v.pipe(count, v.description('The incident of the same subject before it.'))),
    revision: v.pipe(count, v.description('Rises with each change; for If-Match.')),
  }),
  v.title('Incident'),
)

/** Shows an incident as it is kept. */
export function showIncident(row: KeptIncident): ShownIncident {
  const { updated, closed, closed_by, reason, previous } = row
  const assessment = ASSESSMENTS.find((word) => word === row.assessment) ?? null
  return { ...incidentForPrograms(incidentOf(row)), updated, closed, closed_by, reason, assessment, previous }
}
