import { type HubKeys, type KeyStanding, standingOf } from '../sealing-key.ts'
import type { Question } from '../store.ts'

/** How the keys of a hub stand to the one that seals in this store. */
export const sealingKeyStanding: Question<HubKeys, KeyStanding> = {
  name: 'sealing-key-standing',
  run: standingOf,
}
