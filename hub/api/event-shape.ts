import * as v from 'valibot'
import { SEVERITIES } from '../../lib/event/severity.ts'
import { networkOf } from '../../lib/rules/network.ts'
import type { ShownEvent } from '../contract/event-contract.ts'
import type { Hub } from '../http/route.ts'
import { hostsOf } from '../store/ask/hosts-of.ts'
import { keptFields } from '../store/heard-of.ts'
import { contextWord, kindWord, severityWord } from '../store/number-words.ts'
import type { KeptEvent } from '../store/tables.ts'
import { clockAhead } from './clock-ahead.ts'
import { publicId } from './event-id.ts'

/** A time in the answers. */
export const seconds = v.pipe(v.number(), v.integer(), v.description('Seconds since 1970-01-01T00:00:00Z.'))

/** The mark of a time that only a wrong clock tells. */
export const shownAhead = v.exactOptional(
  v.pipe(
    v.number(),
    v.description('How far its clock was ahead, in seconds; absent unless that was more than an hour.'),
  ),
)

/** An event as the API shows it. */
export const shownEvent: v.GenericSchema<ShownEvent> = v.pipe(
  v.object({
    id: v.pipe(v.string(), v.description('Its time, a dot, and the id that the agent gave it.')),
    time: seconds,
    received: seconds,
    clock_ahead: shownAhead,
    host: v.string(),
    type: v.pipe(v.string(), v.description('The kind, as in docs/events.md.')),
    severity: v.picklist(SEVERITIES),
    context: v.nullable(v.picklist(['mailbox', 'domain', 'system'])),
    mailbox_address: v.nullable(v.pipe(v.string(), v.description('In small letters.'))),
    ip: v.nullable(v.string()),
    network: v.nullable(v.pipe(v.string(), v.description('That of the address: a /24 of IPv4, a /64 of IPv6.'))),
    fields: v.pipe(
      v.record(v.string(), v.union([v.string(), v.number()])),
      v.description('The other fields of its kind that are told, as in docs/events.md.'),
    ),
  }),
  v.title('Event'),
)

/** Events as the API shows them, with the present names of their hosts. */
export async function showEvents(
  { store }: Pick<Hub, 'store'>,
  events: readonly KeptEvent[],
): Promise<readonly ShownEvent[]> {
  return showEventsOf(events, new Map(await store.ask(hostsOf, [...new Set(events.map(({ agent }) => agent))])))
}

/** The same with the names of their hosts, by their agents. */
export function showEventsOf(events: readonly KeptEvent[], hosts: ReadonlyMap<number, string>): readonly ShownEvent[] {
  return events.map((event) => ({
    id: publicId(event),
    time: event.time,
    received: event.received,
    ...clockAhead(event.time, event.received),
    host: hosts.get(event.agent) ?? '',
    type: kindWord(event.kind) ?? 'unknown',
    severity: severityWord(event.severity),
    context: contextWord(event.context),
    mailbox_address: event.mailbox,
    ip: event.ip,
    network: event.ip === null ? null : (networkOf(event.ip) ?? null),
    fields: v.parse(keptFields, event.fields),
  }))
}
