import { isKind } from '../../lib/event/catalogue.ts'
import { checkedEntry } from '../../lib/event/check.ts'
import { wholeEntries } from '../../lib/event/entries.ts'
import type { Entry } from '../../lib/event/entry.ts'
import { HUB_FIELDS } from '../../lib/event/fields/hub.ts'
import type { Turns } from '../http/turns.ts'
import type { KnownCredential } from '../store/ask/agent-of-credential.ts'
import type { Arrival, Quarantined } from '../store/store.ts'
import type { NewEvent } from '../store/tables.ts'
import { namedEntries, type RawEntry } from './named-entries.ts'
import { newEvent } from './new-event.ts'
import { SeenKinds } from './seen-kinds.ts'
import { toldEvent } from './told-event.ts'

/** What entries are judged by; times in seconds. */
interface Judging {
  readonly agent: KnownCredential
  readonly received: number
  /** Events before this are acknowledged, and not kept. */
  readonly oldest: number
  readonly turns: Pick<Turns, 'next'>
}

/** How many entries are judged in one turn: half a millisecond of work. */
const OF_TURN = 100

/** What a report brings: each of its entries is an event, too old, or put into quarantine. Never rejects. */
export async function arrivalOf(
  entries: readonly unknown[],
  { agent, received, oldest, turns }: Judging,
): Promise<Arrival> {
  const events: NewEvent[] = []
  const quarantined: Quarantined[] = []
  const whole = wholeEntries(entries.map(asObject))
  const seen = new SeenKinds()
  let foreign: string | undefined
  let stale = 0
  for (const [index, entry] of namedEntries(whole, agent.agent).entries()) {
    if (index > 0 && index % OF_TURN === 0) await turns.next()
    const judged = judge(entry, agent)
    if ('fault' in judged) {
      quarantined.push({ ...judged.fault, entry: cut(entries[index]) })
      if (judged.fault.reason === 'foreign_host') foreign ??= String(entry['host'])
    } else if (Number(judged.entry['time']) < oldest) stale += 1
    else {
      events.push(newEvent(judged.entry, agent.agent, received))
      seen.add(judged.entry)
    }
  }
  const told = foreign === undefined ? [] : [foreignHost(foreign, agent.agent, received)]
  return { agent: agent.agent, received, events, quarantined, stale, seen: seen.all, told }
}

/** One event an hour for each host: the quarantine has every entry. */
function foreignHost(named: string, agent: number, received: number): NewEvent {
  const fields = { named_host: clean(named, HUB_FIELDS.named_host.longest), since: received - (received % 3600) }
  return toldEvent({ kind: 'foreign_host', agent, time: received, received, fields })
}

/** As much of a text from anybody as is kept, and without what PostgreSQL cannot hold. */
function clean(text: string, most: number): string {
  return text.slice(0, most).toWellFormed().replaceAll('\0', '\u{FFFD}')
}

/** An entry in quarantine, as much of it as is kept. */
const LONGEST_KEPT = 4096

function cut(entry: unknown): string {
  return JSON.stringify(entry).slice(0, LONGEST_KEPT).toWellFormed()
}

function asObject(entry: unknown): RawEntry {
  return isObject(entry) ? entry : {}
}

function isObject(entry: unknown): entry is RawEntry {
  return typeof entry === 'object' && entry !== null
}

/** The last that RFC 3339 can write, in which events are exported. */
const LAST_SECOND = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000

type Judged = { readonly entry: Entry } | { readonly fault: Omit<Quarantined, 'entry'> }

function judge(entry: RawEntry, { hosts }: KnownCredential): Judged {
  const { host, type } = entry
  if (typeof host === 'string' && !hosts.some((own) => own === host || own.toLowerCase() === host.toLowerCase()))
    return fault('foreign_host', 'Its host is none for which this agent may speak.')
  if (typeof type === 'string' && !isKind(type))
    return fault('unknown_kind', 'This version knows no such kind of event.')
  const checked = checkedEntry(entry)
  if (typeof checked === 'string') return fault('invalid', `${checked}.`)
  if (Number(checked['time']) > LAST_SECOND) return fault('invalid', 'time lies beyond the year 9999.')
  return { entry: checked }
}

function fault(reason: Quarantined['reason'], detail: string): Judged {
  return { fault: { reason, detail } }
}
