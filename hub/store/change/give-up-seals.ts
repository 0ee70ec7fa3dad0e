import type { KeptTotp } from '../ask/sealed-secrets.ts'
import type { Actor } from '../note-audit.ts'
import { SEALING } from '../sealing-key.ts'
import type { Change } from '../store.ts'
import { setTotp } from './set-totp.ts'

/** The secrets of one-time codes that no key opens any more. */
export interface LostSeals {
  readonly lost: readonly KeptTotp[]
  readonly now: number
  readonly by: Actor
}

/** Ends the one-time codes that a lost key sealed, and lets the store take another key. */
export const giveUpSeals: Change<LostSeals, null> = {
  name: 'give-up-seals',
  run: async (db, { lost, now, by }, segmentOf) => {
    for (const { name, totp } of lost) {
      const kept = await db.selectFrom('person').select('totp').where('name', '=', name).executeTakeFirst()
      if (kept?.totp === totp) await setTotp.run(db, { name, secret: null, recovery: [], now, by }, segmentOf)
    }
    await db.deleteFrom('store_key').where('name', '=', SEALING).execute()
    return null
  },
}
