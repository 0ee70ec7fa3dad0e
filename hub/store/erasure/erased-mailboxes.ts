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

/** The events without those of mailboxes that were erased after they happened: agents may send them again. */
export async function withoutErased(
  db: Kysely<Tables>,
  events: readonly NewEvent[],
  now: number,
): Promise<readonly NewEvent[]> {
  const remembered = db.selectFrom('erased_mailbox').where('until', '>', now)
  if ((await remembered.select('digest').limit(1).executeTakeFirst()) === undefined) return events
  const key = await keyOf(db)
  const mailboxes = new Set(events.flatMap(({ mailbox }) => (mailbox === null ? [] : [mailbox])))
  if (mailboxes.size === 0) return events
  const names = new Map([...mailboxes].map((mailbox) => [digestWith(key, mailbox), mailbox]))
  const erased = new Map<string, number>()
  for (const some of inStatements([...names.keys()]))
    for (const { digest, at } of await remembered.select(['digest', 'at']).where('digest', 'in', some).execute())
      erased.set(names.get(digest) ?? '', at)
  return events.filter(({ mailbox, time }) => time > (erased.get(mailbox ?? '') ?? -Infinity))
}
