import { type Kysely, sql } from 'kysely'
import * as v from 'valibot'
import { addressDomain } from '../../lib/event/address.ts'
import type { Kind } from '../../lib/event/catalogue.ts'
import { type ConcludedPart, PART_COLUMNS } from './concluded-part.ts'
import { type EventFilter, type EventQuery, fittingEvents } from './event-filter.ts'
import { eventsOfSubject } from './events-of-subject.ts'
import { keptFields } from './heard-of.ts'
import { kindNumber, kindWord } from './number-words.ts'
import { DAY } from './segment-days.ts'
import type { Tables } from './tables.ts'

/** So many of the newest that were counted are named, and so many are looked through for them. */
const [MOST, LOOKED] = [10, 200]

/** How far back is looked for what was counted, in seconds, whatever a host says: no rule has a longer window. */
const LONGEST = 7 * DAY

/** Seconds between the halves of a forward: agents wait 10 for a change, and twice that for who asked for it. */
const WAIT = 20

/** A conclusion, with what it says. */
interface Counted {
  readonly conclusion: ConcludedPart
  readonly fields: v.InferOutput<typeof keptFields>
  /** The mailbox or account that it is about, as events name it. */
  readonly name: string | null
}

/** How to find what a kind of conclusion counted or joined. */
interface Finding {
  readonly find: (db: Kysely<Tables>, counted: Counted) => EventQuery | undefined
  /** Whether an event that was found is a part; absent: it is. */
  readonly isPart?: (event: Counted, counted: Counted) => boolean
}

const FINDINGS: Readonly<Record<string, Finding>> = {
  login_burst: { find: failedLogins },
  mail_burst: {
    find: (db, { name, ...counted }) =>
      name === null ? undefined : fittingEvents(db, { ...until(counted), mailbox: name, ...of('mail_submitted') }),
  },
  mailbox_burst: {
    find: (db, counted) => fittingEvents(db, { ...until(counted), ...of('mailbox_created') }),
    isPart: ({ conclusion: { mailbox }, fields: { actor } }, { name }) =>
      (actor === undefined ? addressDomain(mailbox ?? '') : small(actor)) === name,
  },
  forward_added: joined(of('forward_added_partial_ip', 'forward_added_partial_recipient')),
  forward_deleted: joined(of('forward_removed_partial_ip', 'forward_removed')),
}

/** The newest events that a conclusion counted or joined; none if it is no such. */
export async function countedParts(db: Kysely<Tables>, conclusion: ConcludedPart): Promise<readonly ConcludedPart[]> {
  const counted = countedOf(conclusion)
  const { find, isPart = () => true } = FINDINGS[kindWord(conclusion.kind) ?? ''] ?? {}
  const query = find?.(db, counted)
  if (query === undefined) return []
  const events = await ofTeller(query, conclusion)
    .select(PART_COLUMNS)
    .orderBy('time', 'desc')
    .orderBy('id', 'desc')
    .limit(LOOKED)
    .execute()
  return events.filter((event) => isPart(countedOf(event), counted)).slice(0, MOST)
}

function countedOf(conclusion: ConcludedPart): Counted {
  const { agent, mailbox, fields } = conclusion
  const name = (agent === 0 ? hostedName(mailbox)?.account : undefined) ?? mailbox
  return { conclusion, fields: v.parse(keptFields, fields), name }
}

/** The hub names an account with its host: `web1.example.com:shop`. */
function hostedName(mailbox: string | null): { readonly host: string; readonly account: string } | undefined {
  const [, host, account] = /^([^:@]+):([^@]+)$/.exec(mailbox ?? '') ?? []
  return host === undefined || account === undefined ? undefined : { host, account }
}

/** Only what the same host told, if a host concluded it, or if the hub named an account with its host. */
function ofTeller(query: EventQuery, { agent, mailbox }: ConcludedPart): EventQuery {
  if (agent !== 0) return query.where(sql<boolean>`agent + 0 = ${agent}`)
  const host = hostedName(mailbox)?.host
  if (host === undefined) return query
  return query.where(sql<boolean>`agent + 0 in (select id from agent where lower(host) = ${host})`)
}

function failedLogins(db: Kysely<Tables>, { name, ...counted }: Counted): EventQuery | undefined {
  const { ip } = counted.conclusion
  const { network } = counted.fields
  const filter = { ...until(counted), ...of('login_failed'), ...(name !== null && { mailbox: name }) }
  if (typeof network === 'string') return eventsOfSubject(db, { subjectType: 'network', subject: network }, filter)
  return ip === null && name === null ? undefined : fittingEvents(db, { ...filter, ...(ip !== null && { ip }) })
}

/** Halves name the mailbox, or the account that changes it; what both tell is the same. */
function joined(kinds: Pick<EventFilter, 'kinds'>): Finding {
  return {
    find: (db, { conclusion: { time } }) => fittingEvents(db, { ...kinds, from: time - WAIT, until: time + WAIT + 1 }),
    isPart: ({ conclusion: half, fields: { forward_recipient: leads } }, { conclusion: { ip }, fields, name }) =>
      (half.mailbox === name || half.mailbox === small(fields['actor'])) &&
      (half.ip === null || half.ip === ip) &&
      (leads === undefined || leads === fields['forward_recipient']),
  }
}

function of(...kinds: readonly Kind[]): Pick<EventFilter, 'kinds'> {
  return { kinds: kinds.map(kindNumber) }
}

/** From when on was counted until the conclusion. */
function until({ conclusion: { time }, fields }: Omit<Counted, 'name'>): Pick<EventFilter, 'from' | 'until'> {
  return { from: time - Math.min(Number(fields['seconds'] ?? 0), LONGEST), until: time + 1 }
}

function small(text: string | number | undefined): string {
  return String(text ?? '').toLowerCase()
}
