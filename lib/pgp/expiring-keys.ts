import { plainText } from '../text/plain-text.ts'
import type { RecipientKey } from './recipient-key.ts'

/** How long before its end a key is warned of, in milliseconds: 30 days. */
const AHEAD = 30 * 86_400_000

/** A sentence for each key that ends soon after `now`, in milliseconds since the epoch. */
export function expiringKeys(keys: readonly RecipientKey[], now: number): readonly string[] {
  return keys
    .filter(({ expires }) => expires - now < AHEAD)
    .map(({ file, owner, expires }) => {
      const day = new Date(expires).toISOString().slice(0, 10)
      return `${plainText(file)}: the key of ${plainText(owner)} expires on ${day}: get a renewed one from its owner before`
    })
}
