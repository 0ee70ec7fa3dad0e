import { sql } from 'kysely'
import { type EventFilter, type EventPlace, fittingEvents } from '../event-filter.ts'
import type { Question } from '../store.ts'
import type { KeptEvent } from '../tables.ts'

/** What is looked for. */
export interface Search extends EventFilter {
  /** A part of the mailbox, the address or another field; capital letters of ASCII count as small ones. */
  readonly text: string
  readonly limit: number
  /** How many of the events that fit otherwise are looked through at most. */
  readonly most: number
}

/** What was found, newest first. */
export interface FoundPage {
  readonly events: readonly KeptEvent[]
  /** The event up to which was looked, if older ones are left; null if none are. */
  readonly reached: EventPlace | null
}

/** Looks for a text through the newest events that fit. No index knows parts of texts, so what it reads is bounded. */
export const foundEvents: Question<Search, FoundPage> = {
  name: 'found-events',
  run: async (db, { text, limit, most, ...filter }) => {
    const last = await fittingEvents(db, filter)
      .select(['time', 'id'])
      .orderBy('time', 'desc')
      .orderBy('id', 'desc')
      .offset(most - 1)
      .limit(1)
      .executeTakeFirst()
    let query = fittingEvents(db, filter).selectAll().where(hasText(text))
    if (last !== undefined) query = query.where(sql<boolean>`(time, id) >= (${last.time}, ${last.id})`)
    const events = await query.orderBy('time', 'desc').orderBy('id', 'desc').limit(limit).execute()
    const end = events.at(-1)
    const reached = events.length === limit && end !== undefined ? end : last
    return { events, reached: reached === undefined ? null : { time: reached.time, id: reached.id } }
  },
}

/** Whether the mailbox, the address or another field has a text; capital letters of ASCII count as small ones. */
export function hasText(text: string): ReturnType<typeof sql<boolean>> {
  const pattern = `%${smallLetters(text).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const has = (column: string): ReturnType<typeof sql> =>
    sql`lower(${sql.ref(column)}) like ${pattern} escape ${sql.lit('\\')}`
  return sql<boolean>`(${has('mailbox')} or ${has('ip')} or ${has('fields')})`
}

/** The same for an event that is at hand. */
export function containsText({ mailbox, ip, fields }: KeptEvent, text: string): boolean {
  const part = smallLetters(text)
  return [mailbox, ip, fields].some((value) => value !== null && smallLetters(value).includes(part))
}

function smallLetters(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}
