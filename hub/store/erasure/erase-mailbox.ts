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
 * else it stands. What happens to it after `now` is new, and stays. Done again after it broke off, it goes on.
 */
export async function eraseMailbox(store: Store, mailbox: ErasedMailbox): Promise<Erased> {
  const { address, now: until } = mailbox
  const upTo = await store.change(beginErasure, mailbox)
  const events = await eraseOwnEvents(store, address, upTo)
  const namingEvents = await eraseFromEvents(store, new AddressInText(address), upTo)
  let incidents = 0
  for (let some = 1; some > 0; incidents += some) some = await store.change(eraseIncidents, { address, until })
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

/** The events that came up to an arrival: what came later, and was kept, happened after the erasure began. */
async function eraseOwnEvents(store: Store, mailbox: string, upTo: number): Promise<number> {
  let erased = 0
  for (let before: EventPlace | undefined; ;) {
    const page = await store.ask(newestEvents, { mailbox, limit: DELETED, ...(before !== undefined && { before }) })
    const remove = page.filter(({ arrival }) => arrival <= upTo).map(({ time, id }) => ({ time, id }))
    if (remove.length > 0) await store.change(eraseEvents, { remove, rewrite: [] })
    erased += remove.length
    before = page.at(-1)
    if (before === undefined) return erased
  }
}

async function eraseFromEvents(store: Store, address: AddressInText, upTo: number): Promise<number> {
  let erased = 0
  for (let after: EventPlace | null = null; ;) {
    const { events, reached }: NamingEvents = await store.ask(eventsNaming, {
      pattern: address.likeInJson,
      upTo,
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
