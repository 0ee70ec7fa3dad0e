import * as v from 'valibot'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import type { KnownStep } from '../incidents/fold.ts'
import type { HeardEvent } from '../incidents/heard-event.ts'
import type { IncidentStepTable } from './incident-tables.ts'
import { kindWord, severityWord } from './number-words.ts'
import type { KeptEvent } from './tables.ts'

/** As `newEvent` wrote them; what is not readable must not hide the event. */
export const keptFields = v.fallback(v.pipe(foreignJson, v.record(v.string(), v.union([v.string(), v.number()]))), {})

/** An event of the store as incidents hear it. */
export function heardOf(event: KeptEvent, host: string): HeardEvent {
  const { id, time, received, kind, severity, agent, mailbox, ip, fields } = event
  return {
    id,
    time: Math.min(time, received),
    toldTime: time,
    received,
    kind: kindWord(kind) ?? '',
    severity: severityWord(severity),
    agent,
    host: host.toLowerCase(),
    mailbox,
    ip,
    fields: v.parse(keptFields, fields),
  }
}

/** A step of an incident in the same terms. */
export function heardStep(step: IncidentStepTable, host: string): KnownStep {
  const { event_id: id, event_time: time, kind, agent, mailbox, ip, fields } = step
  return {
    id,
    time,
    kind: kindWord(kind) ?? '',
    agent,
    host: host.toLowerCase(),
    mailbox,
    ip,
    fields: v.parse(keptFields, fields),
  }
}
