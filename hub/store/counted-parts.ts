import { type Kysely, type QueryCreator, type RawBuilder, sql } from 'kysely'
import * as v from 'valibot'
import { addressDomain } from '../../lib/event/address.ts'
import type { Kind } from '../../lib/event/catalogue.ts'
import { type ConcludedPart, PART_COLUMNS } from './concluded-part.ts'
import type { Span } from './counted-spans.ts'
import { type EventFilter, type EventQuery, fittingEvents } from './event-filter.ts'
import { withEventsOf } from './events-of-days.ts'
import { eventsOfSubject } from './events-of-subject.ts'
import { keptFields } from './heard-of.ts'
import { kindNumber, kindWord } from './number-words.ts'
import { DAY } from './segment-days.ts'
import type { SegmentOf } from './store.ts'
import type { Tables } from './tables.ts'

/** So many of the newest that were counted are named, and so many are looked through for them. */
const [MOST, LOOKED] = [10, 200]

/** The parts of so many conclusions are looked for in one statement, which others wait for. */
const TOGETHER = 50

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
  readonly find: (db: QueryCreator<Tables>, counted: Counted) => EventQuery | undefined
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

/** The newest events that each of these conclusions counted or joined; nothing for what is no such conclusion. */
export async function countedParts(
  db: Kysely<Tables>,
  conclusions: readonly ConcludedPart[],
  segmentOf: SegmentOf,
): Promise<ReadonlyMap<ConcludedPart, readonly ConcludedPart[]>> {
  const searches = conclusions.flatMap((conclusion) => searchFor(db, conclusion, segmentOf) ?? [])
  const parts = new Map<ConcludedPart, readonly ConcludedPart[]>()
  for (let from = 0; from < searches.length; from += TOGETHER) {
    const some = searches.slice(from, from + TOGETHER)
    const found = await foundBy(db, some)
    for (const [place, { conclusion, isPart }] of some.entries())
      parts.set(conclusion, (found.get(place) ?? []).filter(isPart).slice(0, MOST))
  }
  return parts
}

/** How the parts of a conclusion are looked for. */
interface Search {
  readonly conclusion: ConcludedPart
  /** The newest events that may be parts. */
  readonly newest: RawBuilder<unknown>
  readonly isPart: (event: ConcludedPart) => boolean
}

function searchFor(db: Kysely<Tables>, conclusion: ConcludedPart, segmentOf: SegmentOf): Search | undefined {
  const counted = countedOf(conclusion)
  const { find, isPart } = FINDINGS[kindWord(conclusion.kind) ?? ''] ?? {}
  const query = find?.(withEventsOf(db, spanOf(counted), segmentOf), counted)
  if (query === undefined) return undefined
  const newest = ofTeller(query, conclusion)
    .select(PART_COLUMNS)
    .orderBy('time', 'desc')
    .orderBy('id', 'desc')
    .limit(isPart === undefined ? MOST : LOOKED)
  return { conclusion, newest: sql`${newest}`, isPart: (event) => isPart?.(countedOf(event), counted) ?? true }
}

/** What searches find in one statement, by their places. */
async function foundBy(
  db: Kysely<Tables>,
  searches: readonly Search[],
): Promise<ReadonlyMap<number, readonly ConcludedPart[]>> {
  const selects = searches.map(
    ({ newest }, place) => sql`select ${sql.lit(place)} as place, found.* from ${newest} as found`,
  )
  const all = sql<ConcludedPart & { place: number }>`${sql.join(selects, sql` union all `)}`
  const found = new Map<number, ConcludedPart[]>()
  for (const { place, ...event } of (await all.execute(db)).rows) found.set(place, [...(found.get(place) ?? []), event])
  return found
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

function failedLogins(db: QueryCreator<Tables>, { name, ...counted }: Counted): EventQuery | undefined {
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
function until({ conclusion: { time }, fields }: Omit<Counted, 'name'>): Span {
  const seconds = Math.floor(Number(fields['seconds']))
  return { from: time - (seconds > 0 ? Math.min(seconds, LONGEST) : 0), until: time + 1 }
}

/** In which all lies that can be looked for. */
function spanOf(counted: Counted): Span {
  const { time } = counted.conclusion
  return { from: Math.min(until(counted).from, time - WAIT), until: time + WAIT + 1 }
}

function small(text: string | number | undefined): string {
  return String(text ?? '').toLowerCase()
}
