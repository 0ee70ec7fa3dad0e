import { ActionNeeded, EXIT, messageOf } from '../system/errors.ts'
import { type PinnedKey, readRecipientKey, type RecipientKey } from './recipient-key.ts'

/**
 * The keys of all recipients. Throws `ActionNeeded` (exit 2), with a line for each fault, if one of them cannot be
 * encrypted to at `now`, in milliseconds since the epoch: nothing is sent to fewer, or in clear.
 */
export async function readRecipientKeys(pinned: readonly PinnedKey[], now: number): Promise<readonly RecipientKey[]> {
  const read = await Promise.allSettled(pinned.map((each) => readRecipientKey(each, now)))
  const faults = read.flatMap((each) => (each.status === 'rejected' ? [messageOf(each.reason)] : []))
  if (faults.length > 0) throw new ActionNeeded(faults.join('\n'), EXIT.usage)
  return read.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
}
