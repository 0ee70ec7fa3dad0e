import { eventsNaming, type NamingEvents } from '../ask/events-naming.ts'
import { newestEvents } from '../ask/newest-events.ts'
import { beginErasure, type ErasedMailbox } from '../change/begin-erasure.ts'
import { eraseEvents } from '../change/erase-events.ts'
import { eraseIncidents } from '../change/erase-incidents.ts'
import { type ErasedTexts, eraseTexts, type TextPlace } from '../change/erase-texts.ts'
import type { EventPlace } from '../event-filter.ts'
import type { Store } from '../store.ts'
import { AddressInText } from './address-in-text.ts'

/** What was taken out. */
export interface Erased {
  /** Events of the mailbox, and events of others that named it. */
  readonly events: number
  readonly namingEvents: number
  readonly incidents: number
  /** Further rows that were deleted, such as steps and what was in quarantine, and rows whose texts named it. */
  readonly rows: number
  readonly texts: number
  /** Whether nothing of it is left in the store's files either. */
  readonly isScrubbed: boolean
}

/** How many events are deleted at once, and looked through at once: no report waits long for either. */
const [DELETED, EXAMINED] = [500, 20_000]

/**
 * Takes a mailbox out of a store, in small steps beside all other work: events, incidents, and its address wherever
 * else it stands. Done again after it broke off, it goes on.
 */
export async function eraseMailbox(store: Store, mailbox: ErasedMailbox): Promise<Erased> {
  const { address } = mailbox
  await store.change(beginErasure, mailbox)
  const events = await eraseOwnEvents(store, address)
  const namingEvents = await eraseFromEvents(store, new AddressInText(address))
  let incidents = 0
  for (let some = 1; some > 0; incidents += some) some = await store.change(eraseIncidents, address)
  const texts = { deleted: 0, changed: 0 }
  for (let place: TextPlace = { table: 0, after: [] }; place !== null;) {
    const done: ErasedTexts = await store.change(eraseTexts, { address, place })
    texts.deleted += done.deleted
    texts.changed += done.changed
    place = done.next
  }
  let scrubbed = await store.scrub()
  while (scrubbed === 'more') scrubbed = await store.scrub()
  const isScrubbed = scrubbed === 'done'
  return { events, namingEvents, incidents, rows: texts.deleted, texts: texts.changed, isScrubbed }
}

async function eraseOwnEvents(store: Store, mailbox: string): Promise<number> {
  for (let erased = 0; ;) {
    const remove = await store.ask(newestEvents, { mailbox, limit: DELETED })
    if (remove.length === 0) return erased
    await store.change(eraseEvents, { remove: remove.map(({ time, id }) => ({ time, id })), rewrite: [] })
    erased += remove.length
  }
}

async function eraseFromEvents(store: Store, address: AddressInText): Promise<number> {
  let erased = 0
  for (let after: EventPlace | null = null; ;) {
    const { events, reached }: NamingEvents = await store.ask(eventsNaming, {
      pattern: address.likeInJson,
      after,
      most: EXAMINED,
    })
    const rewrite = events.flatMap(({ fields, ...place }) => {
      const next = address.outOfJson(fields)
      return next === fields ? [] : [{ ...place, fields: next }]
    })
    if (rewrite.length > 0) await store.change(eraseEvents, { remove: [], rewrite })
    erased += rewrite.length
    if (reached === null) return erased
    after = reached
  }
}
