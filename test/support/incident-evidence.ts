import type { AlertRule } from '../../hub/alerts/alert-rule.ts'
import { evidenceOf, type Evidence } from '../../hub/incidents/evidence.ts'
import { gathered } from '../../hub/incidents/gather.ts'
import type { HeardEvent } from '../../hub/incidents/heard-event.ts'
import { arrivedEvents } from '../../hub/store/ask/arrived-events.ts'
import { hostsOf } from '../../hub/store/ask/hosts-of.ts'
import { newestArrival } from '../../hub/store/ask/newest-arrival.ts'
import { noteEvidence } from '../../hub/store/change/note-evidence.ts'
import { heardOf } from '../../hub/store/heard-of.ts'
import { kindNumber, severityNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import type { NewEvent } from '../../hub/store/tables.ts'
import { definitionOf } from '../../lib/event/catalogue.ts'
import { type AnyKind, hubDefinitionOf, isHubKind } from '../../lib/event/hub-kinds.ts'
import { arrivalOf, eventOf } from './kept-events.ts'
import { NOW } from './stores.ts'

/** An event as incidents hear it, with the severity of its kind. */
export function heard(kind: string, fields: Partial<HeardEvent> = {}): HeardEvent {
  return {
    id: `${kind} ${fields.time ?? NOW} ${fields.mailbox ?? ''}`,
    time: NOW,
    toldTime: fields.time ?? NOW,
    received: NOW,
    kind,
    severity: 'info',
    agent: 1,
    host: 'web1.example.com',
    mailbox: 'ann@example.com',
    ip: '192.0.2.7',
    fields: {},
    ...fields,
  }
}

/** An event of the store of a kind, with its severity. */
export function told(agent: number, kind: AnyKind, id: string, fields: Partial<NewEvent> = {}): NewEvent {
  const { severity } = isHubKind(kind) ? hubDefinitionOf(kind) : definitionOf(kind)
  return eventOf(agent, id, {
    kind: kindNumber(kind),
    severity: severityNumber(severity),
    ...fields,
  })
}

/** What the events after one arrival and up to another say. */
async function evidenceBetween(store: Store, after: number, upTo: number): Promise<readonly Evidence[]> {
  const events = await store.ask(arrivedEvents, { after, upTo })
  const hosts = new Map(await store.ask(hostsOf, [...new Set(events.map(({ agent }) => agent))]))
  return gathered(events.flatMap((event) => evidenceOf(heardOf(event, hosts.get(event.agent) ?? ''))))
}

/** Keeps a report with these events, and notes what they say, followed by these rules; false if another was faster. */
export async function judged(
  store: Store,
  events: readonly NewEvent[],
  now = NOW,
  rules: readonly AlertRule[] = [],
): Promise<boolean> {
  const from = await store.ask(newestArrival, null)
  await store.keep(arrivalOf(events[0]?.agent ?? 1, events, { received: now }))
  const upTo = await store.ask(newestArrival, null)
  return store.change(noteEvidence, { from, upTo, now, rules, evidence: await evidenceBetween(store, from, upTo) })
}
