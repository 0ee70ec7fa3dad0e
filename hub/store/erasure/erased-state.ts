import type { Kysely } from 'kysely'
import type { Tables } from '../tables.ts'
import { AddressInText } from './address-in-text.ts'
import { erasedAmong } from './erased-mailboxes.ts'

/** Longer than any rule remembers a mailbox, in seconds. */
const REMEMBERED = 2 * 86_400

/** What the rules know, as JSON, without the mailboxes that were erased while they remembered them. */
export async function outOfState(db: Kysely<Tables>, state: string, now: number): Promise<string> {
  const addresses = new Set((state.match(/[^\s"\\<>@]+@[^\s"\\<>@]+/g) ?? []).map((found) => found.toLowerCase()))
  const erased = await erasedAmong(db, addresses, { now, since: now - REMEMBERED })
  return [...erased.keys()].reduce((left, address) => new AddressInText(address).outOfJson(left), state)
}
