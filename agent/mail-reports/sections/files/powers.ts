import type { Difference } from '../../../files/comparison.ts'
import type { Listed } from '../../../files/listed.ts'

/** setuid and setgid. */
const POWERS = 0o6000

/** Whether a file that is new or changed runs as its owner or group. */
export function hasPowers(difference: Difference): boolean {
  return (difference.is === 'new' || difference.is === 'changed') && powersOf(difference.after) !== 0
}

/** Whether it does so, and did not before. */
export function gainsPowers(difference: Difference): boolean {
  if (!hasPowers(difference)) return false
  return difference.is !== 'changed' || (powersOf(difference.after) & ~powersOf(difference.before)) !== 0
}

/** On a folder setgid only says which group files in it get. */
function powersOf({ type, mode = 0 }: Listed): number {
  return type === 'f' ? mode & POWERS : 0
}
