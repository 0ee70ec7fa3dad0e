import { type RawBuilder, sql } from 'kysely'
import { severityNumber } from './number-words.ts'

/** Below this severity a compromise is a hint. */
const LEAST = severityNumber('medium')

/** Whether a row of `incident` is a takeover that nobody called a false alarm. */
export function isTakeover(): RawBuilder<boolean> {
  return sql<boolean>`(incident.kind = 'compromise' and incident.severity >= ${sql.lit(LEAST)}
    and incident.state <> 'dismissed')`
}

/** Whether nobody assessed the event of a row; the names of its columns. */
export function withoutAssessment(id: string, time: string): RawBuilder<boolean> {
  return sql<boolean>`not exists (select 1 from assessment
    where assessment.event_id = ${sql.ref(id)} and assessment.event_time = ${sql.ref(time)})`
}

/** Whether a row of `event` is, or is not, a step of a takeover. */
export function isTakeoverStep(is: boolean): RawBuilder<boolean> {
  return sql<boolean>`${sql.raw(is ? '' : 'not ')}exists (select 1 from incident_step
    join incident on incident.id = incident_step.incident
    where incident_step.event_id = event.id and incident_step.event_time = event.time and ${isTakeover()})`
}
