import { randomBytes } from 'node:crypto'
import type { Event } from '../../lib/event/event.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { type Untold, leaveUntold } from '../inbox/untold.ts'
import { backstopNotices } from './notices.ts'

/** So many events wait until an inbox takes them; some MiB. */
const MOST_WAITING = 10_000

/** So many are left at a time: others have room in the inbox, too. */
const MOST_AT_ONCE = 1000

/** What waits after these events appeared; beyond a bound the newest are given up, with a notice. */
export function waiting(
  before: readonly Untold[],
  events: readonly Event[],
  now: number,
  tell: Tell,
): readonly Untold[] {
  const all = [...before, ...events.map((event) => ({ event, now, random: randomBytes(8).toString('hex') }))]
  if (all.length > MOST_WAITING) tell(backstopNotices.forgotten(all.length - MOST_WAITING))
  return all.slice(0, MOST_WAITING)
}

/** Leaves what waits in an inbox, and resolves with the rest. */
export async function leave(all: readonly Untold[], inbox: string, tell: Tell): Promise<readonly Untold[]> {
  const { waiting: left, reason } = await leaveUntold(all.slice(0, MOST_AT_ONCE), inbox)
  const rest = [...left, ...all.slice(MOST_AT_ONCE)]
  if (left.length > 0) tell(backstopNotices.untold(rest.length, inbox, reason))
  return rest
}
