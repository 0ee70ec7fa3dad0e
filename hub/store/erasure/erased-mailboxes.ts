import { createHmac, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { inStatements } from '../statement-rows.ts'
import type { NewEvent, Tables } from '../tables.ts'

/** What is remembered of an address: names of mailboxes can be guessed, so only with the key of this store. */
function digestWith(key: string, address: string): string {
  return createHmac('sha256', key).update(address).digest('hex')
}

/** Remembers until a time that an address, in small letters, was erased; returns what stands for it. */
export async function rememberErased(
  db: Kysely<Tables>,
  { address, now, until }: { readonly address: string; readonly now: number; readonly until: number },
): Promise<string> {
  const digest = digestWith(await keyOf(db), address)
  await db
    .insertInto('erased_mailbox')
    .values({ digest, at: now, until })
    .onConflict((conflict) => conflict.column('digest').doUpdateSet({ at: now, until }))
    .execute()
  return digest
}

async function keyOf(db: Kysely<Tables>): Promise<string> {
  const fresh = { name: 'erasure', value: randomBytes(32).toString('hex') }
  await db
    .insertInto('store_key')
    .values(fresh)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const query = db.selectFrom('store_key').select('value').where('name', '=', fresh.name)
  return (await query.executeTakeFirstOrThrow()).value
}

/** When mailboxes were erased that are remembered, by their names: of these, and since a time. */
export async function erasedAmong(
  db: Kysely<Tables>,
  mailboxes: ReadonlySet<string>,
  { now, since = -1 }: { readonly now: number; readonly since?: number },
): Promise<ReadonlyMap<string, number>> {
  const erased = new Map<string, number>()
  const remembered = db.selectFrom('erased_mailbox').where('until', '>', now).where('at', '>', since)
  if (mailboxes.size === 0 || (await remembered.select('digest').limit(1).executeTakeFirst()) === undefined)
    return erased
  const key = await keyOf(db)
  const names = new Map([...mailboxes].map((mailbox) => [digestWith(key, mailbox), mailbox]))
  for (const some of inStatements([...names.keys()]))
    for (const { digest, at } of await remembered.select(['digest', 'at']).where('digest', 'in', some).execute())
      erased.set(names.get(digest) ?? '', at)
  return erased
}

/** The events without those of mailboxes that were erased after they happened: agents may send them again. */
export async function withoutErased(
  db: Kysely<Tables>,
  events: readonly NewEvent[],
  now: number,
): Promise<readonly NewEvent[]> {
  const mailboxes = new Set(events.flatMap(({ mailbox }) => (mailbox === null ? [] : [mailbox])))
  const erased = await erasedAmong(db, mailboxes, { now })
  if (erased.size === 0) return events
  return events.filter(({ mailbox, time }) => time > (erased.get(mailbox ?? '') ?? -Infinity))
}
