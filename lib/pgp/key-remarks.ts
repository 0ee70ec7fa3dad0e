import { ActionNeeded } from '../system/errors.ts'
import { expiringKeys } from './expiring-keys.ts'
import type { PinnedKey } from './recipient-key.ts'
import { readRecipientKeys } from './recipient-keys.ts'

/** What is to be said of the keys of a mail, a sentence each. */
export interface KeyRemarks {
  /** Why nothing can be encrypted. */
  readonly faults: readonly string[]
  /** Keys that end soon. */
  readonly soon: readonly string[]
}

/** Reads the keys as they are at `now`, in milliseconds since the epoch. */
export async function keyRemarks(pinned: readonly PinnedKey[], now: number): Promise<KeyRemarks> {
  try {
    return { faults: [], soon: expiringKeys(await readRecipientKeys(pinned, now), now) }
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return { faults: error.message.split('\n'), soon: [] }
  }
}
