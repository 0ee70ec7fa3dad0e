import * as v from 'valibot'
import { SEVERITIES } from '../../../lib/event/severity.ts'
import { wordsOf } from '../../../lib/event/words.ts'
import type { ShownStep } from '../../contract/incident-contract.ts'
import type { Hub } from '../../http/route.ts'
import { hostsOf } from '../../store/ask/hosts-of.ts'
import type { KeptStep } from '../../store/ask/incident-steps.ts'
import { keptFields } from '../../store/heard-of.ts'
import { kindWord, severityWord } from '../../store/number-words.ts'
import { clockAhead } from '../clock-ahead.ts'
import { publicId } from '../event-id.ts'
import { seconds, shownAhead } from '../event-shape.ts'

const ofLine = v.nullable(v.union([v.string(), v.number()]))

/** A step of an incident as the API shows it. */
export const shownStep: v.GenericSchema<ShownStep> = v.pipe(
  v.object({
    event: v.pipe(v.string(), v.description('The id of the event, or of what the hub concluded.')),
    time: seconds,
    clock_ahead: shownAhead,
    host: v.nullable(v.pipe(v.string(), v.description('Who told it; null for what the hub concluded.'))),
    type: v.string(),
    words: v.pipe(v.string(), v.description('What happened, in a few words.')),
    severity: v.picklist(SEVERITIES),
    mailbox_address: v.nullable(v.string()),
    ip: v.nullable(v.string()),
    log: v.pipe(ofLine, v.description('The log of its host that has its line, with generation and offset.')),
    generation: ofLine,
    offset: ofLine,
    fields: v.pipe(v.record(v.string(), v.union([v.string(), v.number()])), v.description('What else is told of it.')),
    noted: v.pipe(seconds, v.description('When the hub noted it.')),
  }),
  v.title('Step'),
)

/** Steps as the API shows them, with the present names of their hosts. */
export async function showSteps(hub: Pick<Hub, 'store'>, steps: readonly KeptStep[]): Promise<ShownStep[]> {
  const hosts = new Map(await hub.store.ask(hostsOf, [...new Set(steps.map(({ agent }) => agent))]))
  return steps.map((step) => {
    const { log = null, generation = null, offset = null, ...fields } = v.parse(keptFields, step.fields)
    const type = kindWord(step.kind) ?? 'unknown'
    return {
      event: publicId({ time: step.event_time, id: step.event_id }),
      time: step.event_time,
      ...clockAhead(step.event_time, step.noted),
      host: hosts.get(step.agent) ?? null,
      type,
      words: wordsOf({ ...fields, id: step.event_id, type, mailbox_address: step.mailbox, ip: step.ip }),
      severity: severityWord(step.severity),
      mailbox_address: step.mailbox,
      ip: step.ip,
      log,
      generation,
      offset,
      fields,
      noted: step.noted,
    }
  })
}
