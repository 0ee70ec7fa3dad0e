import * as v from 'valibot'
import { LONGEST_ADDRESS } from '../../lib/rules/concerned-mailbox.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import type { GeoPlace } from '../places/geo-place.ts'
import type { GeoPlaces } from '../places/geo-places.ts'
import type { MailboxUse } from '../store/change/note-places.ts'
import { kindNumber } from '../store/number-words.ts'
import type { KeptEvent } from '../store/tables.ts'

/** An event that says that somebody used a mailbox or an account, and from where. */
export interface UsedMailbox {
  readonly event: KeptEvent
  readonly use: MailboxUse
  readonly place: GeoPlace
}

const [LOGIN, SESSION, MAIL] = [kindNumber('login'), kindNumber('session_opened'), kindNumber('mail_submitted')]

/** What an event says of the use of a mailbox or account; undefined if nothing, or nobody knows from where. */
export function usedMailbox(event: KeptEvent, places: GeoPlaces): UsedMailbox | undefined {
  const { id, kind, mailbox, ip, agent, time, received } = event
  if ((kind !== LOGIN && kind !== SESSION && kind !== MAIL) || mailbox === null || ip === null) return undefined
  if (mailbox.length > LONGEST_ADDRESS) return undefined
  const place = places.placeOf(ip)
  if (place === undefined || !isUse(event)) return undefined
  const { country, asNumber } = place
  const whose = { mailbox, agent: mailbox.includes('@') ? 0 : agent }
  // A clock that is wrong must not make a mailbox learn, or a place stay, for years.
  const when = { time: Math.min(time, received), eventId: id }
  return { event, place, use: { ...whose, ...when, country: country ?? '', provider: asNumber ?? 0 } }
}

const USE = v.fallback(
  v.pipe(foreignJson, v.object({ service: v.optional(v.string()), session_method: v.optional(v.string()) })),
  {},
)

/** Accounts of FTP look like mailboxes, and are none; a session opened in another way follows from a login. */
function isUse({ kind, fields }: KeptEvent): boolean {
  const { service, session_method: method } = v.parse(USE, fields)
  return service !== 'ftp' && (kind !== SESSION || method === 'login')
}
