import type { Kysely } from 'kysely'
import {
  afterUse,
  type PlaceNews,
  type PlaceNumbers,
  type PlaceUse,
  type UsedPlace,
} from '../../places/place-memory.ts'
import type { Change } from '../store.ts'
import type { Tables } from '../tables.ts'

/** A use of a mailbox, or of an account of this agent's host. */
export interface MailboxUse extends PlaceUse {
  /** In small letters. */
  readonly mailbox: string
  /** 0 for a mailbox. */
  readonly agent: number
}

/** Some uses, in the order in which they came. */
export interface NotedUses extends PlaceNumbers {
  readonly uses: readonly MailboxUse[]
}

/**
 * Remembers from where mailboxes and accounts are used, and tells for each use what was new; null if nothing. The same
 * uses give the same answer again.
 */
export const notePlaces: Change<NotedUses, readonly (PlaceNews | null)[]> = {
  name: 'note-places',
  isBulky: true,
  run: async (db, { uses, ...numbers }) => {
    const news = new Map<MailboxUse, PlaceNews>()
    const byKey = new Map(uses.map(({ mailbox, agent }) => [keyOf({ mailbox, agent }), { mailbox, agent }]))
    const usesOf = Map.groupBy(uses, keyOf)
    // In the order of the key, so that two hubs never wait in a circle.
    for (const [key, whose] of [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const before = await knownPlaces(db, whose)
      let places = before
      for (const use of (usesOf.get(key) ?? []).toSorted(byTime)) {
        const outcome = afterUse(places, use, numbers)
        if (outcome.news !== undefined) news.set(use, outcome.news)
        places = outcome.places
      }
      await write(db, whose, before, places)
    }
    return uses.map((use) => news.get(use) ?? null)
  },
}

type Whose = Pick<MailboxUse, 'mailbox' | 'agent'>

function keyOf({ mailbox, agent }: Whose): string {
  return JSON.stringify([mailbox, agent])
}

function byTime(a: MailboxUse, b: MailboxUse): number {
  return a.time - b.time || (a.eventId < b.eventId ? -1 : 1)
}

async function knownPlaces(db: Kysely<Tables>, { mailbox, agent }: Whose): Promise<readonly UsedPlace[]> {
  return db
    .selectFrom('mailbox_place')
    .select(['country', 'provider', 'first', 'last', 'event_id as eventId'])
    .where('mailbox', '=', mailbox)
    .where('agent', '=', agent)
    .execute()
}

async function write(
  db: Kysely<Tables>,
  whose: Whose,
  before: readonly UsedPlace[],
  places: readonly UsedPlace[],
): Promise<void> {
  for (const { country, provider } of before.filter((place) => !places.some((other) => isSame(place, other))))
    await db
      .deleteFrom('mailbox_place')
      .where('mailbox', '=', whose.mailbox)
      .where('agent', '=', whose.agent)
      .where('country', '=', country)
      .where('provider', '=', provider)
      .execute()
  for (const { eventId: event_id, ...place } of places.filter((place) => !before.includes(place)))
    await db
      .insertInto('mailbox_place')
      .values({ ...whose, ...place, event_id })
      .onConflict((conflict) =>
        conflict
          .columns(['mailbox', 'agent', 'country', 'provider'])
          .doUpdateSet({ first: place.first, last: place.last, event_id }),
      )
      .execute()
}

function isSame(one: UsedPlace, other: UsedPlace): boolean {
  return one.country === other.country && one.provider === other.provider
}
