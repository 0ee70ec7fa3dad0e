import { createHash } from 'node:crypto'
import { addAgent } from '../../hub/store/change/add-agent.ts'
import type { Store } from '../../hub/store/store.ts'
import type { Kind } from '../../lib/event/catalogue.ts'
import { type Entry, toEntry } from '../../lib/event/entry.ts'
import type { Event } from '../../lib/event/event.ts'
import { eventOf } from './events.ts'
import { BY } from './people.ts'
import { NOW } from './stores.ts'

/** An agent that the hub knows. */
export interface EnrolledAgent {
  readonly agent: number
  readonly host: string
  readonly identifier: string
  readonly secret: string
  /** The header `Authorization`. */
  readonly authorization: string
}

/** Makes the hub know an agent of a host, as an enrolment does. */
export async function enrolAgent(store: Store, host = 'web1.example.com'): Promise<EnrolledAgent> {
  const [identifier, secret] = [`id-of-${host}`, `secret-of-${host}`]
  const digest = createHash('sha256').update(secret).digest('hex')
  const agent = await store.change(addAgent, { host, label: '', identifier, digest, now: NOW, by: BY })
  const authorization = `Basic ${Buffer.from(`${identifier}:${secret}`).toString('base64')}`
  return { agent, host, identifier, secret, authorization }
}

/** An entry of a kind, as the agent of a host reports it now; `id` is filled up to the length of ids. */
export function entryNow(
  id: string,
  { kind = 'login', host = 'web1.example.com', ...change }: EntryChange = {},
): Entry {
  const event: Event = { ...eventOf(kind), time: NOW }
  const entry: Record<string, string | number | null> = { ...toEntry(event, { id: '', host, place: undefined }) }
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) delete entry[key]
    else entry[key] = value
  }
  return { ...entry, id: entry['id'] === '' ? id.padEnd(22, '_') : String(entry['id']) }
}

/** What differs from the usual entry of a kind; undefined for a key that it has not. */
interface EntryChange {
  readonly kind?: Kind
  readonly host?: string
  readonly [key: string]: string | number | null | undefined
}
