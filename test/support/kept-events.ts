import { addAgent } from '../../hub/store/change/add-agent.ts'
import { kindNumber, serviceNumber } from '../../hub/store/number-words.ts'
import type { Arrival, Store } from '../../hub/store/store.ts'
import type { NewEvent } from '../../hub/store/tables.ts'
import { BY } from './people.ts'
import { NOW } from './stores.ts'

/** An agent in the store, by its host's name; returns its number. */
export async function agentIn(store: Store, host = 'web1.example.com'): Promise<number> {
  return store.change(addAgent, { host, label: '', identifier: `of ${host}`, digest: 'd', now: NOW, by: BY })
}

/** A login, but for these fields. */
export function eventOf(agent: number, id: string, fields: Partial<NewEvent> = {}): NewEvent {
  return {
    time: NOW,
    id,
    received: NOW,
    kind: kindNumber('login'),
    context: 0,
    severity: 0,
    service: serviceNumber(/"service":"(\w+)"/.exec(fields.fields ?? '')?.[1]),
    agent,
    mailbox: 'ann@example.com',
    ip: '192.0.2.7',
    fields: '{}',
    ...fields,
  }
}

/** A report with these events. */
export function arrivalOf(agent: number, events: readonly NewEvent[], fields: Partial<Arrival> = {}): Arrival {
  return { agent, received: NOW, events, quarantined: [], stale: 0, ...fields }
}
