import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** The keys with which a hub could seal secrets of one-time codes. */
export interface HubKeys {
  /** Their fingerprints, that of the one that seals first; empty if its file is not there. */
  readonly keys: readonly string[]
  /** Whether no other hub can work on the store. */
  readonly isAlone: boolean
}

/** The name of the fingerprint in `store_key`. */
export const SEALING = 'sealing'

/**
 * How the keys of a hub stand to the one that seals in a store: its first one does (`own`), or may from now on
 * (`free`), or another hub's does (`elsewhere`).
 */
export type KeyStanding = 'own' | 'free' | 'elsewhere'

/**
 * How the keys of a hub stand to the one that seals in this store. A key that sealed nothing does not matter to a hub
 * that is alone; among several another hub may be about to seal with it.
 */
export async function standingOf(db: Kysely<Tables>, { keys, isAlone }: HubKeys): Promise<KeyStanding> {
  const found = await db.selectFrom('store_key').select('value').where('name', '=', SEALING).executeTakeFirst()
  if (found !== undefined && found.value === keys[0]) return 'own'
  if (found === undefined ? keys.length > 0 : keys.includes(found.value)) return 'free'
  const isElsewhere = (found !== undefined && !isAlone) || (await isAnythingSealed(db))
  return isElsewhere ? 'elsewhere' : 'free'
}

async function isAnythingSealed(db: Kysely<Tables>): Promise<boolean> {
  const sealed = db.selectFrom('person').select('id').where('totp', 'like', sql.lit('sealed:%')).limit(1)
  return (await sealed.executeTakeFirst()) !== undefined
}
