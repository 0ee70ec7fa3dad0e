import { counted } from '../../lib/terminal/count.ts'
import { recentRestarts } from '../restarts/restart-limits.ts'
import type { ShownCheck } from '../snapshots/watcher-snapshot.ts'

/** How often the service of a check was restarted lately, in words; undefined if it was not. */
export function restartsText({ restarts }: Pick<ShownCheck, 'restarts'>, now: number): string | undefined {
  if (restarts === undefined) return undefined
  const { times, isGivenUp } = recentRestarts(restarts, now)
  if (isGivenUp) return `given up after ${counted(times, 'restart')} within the last hour`
  return times === 0 ? undefined : `${counted(times, 'restart')} within the last hour`
}

/** What was found, why it does not run, and what is known of restarts: a sentence for people. Not escaped. */
export function foundText(check: Pick<ShownCheck, 'reason' | 'last' | 'restarts'>, now: number): string {
  const { reason, last } = check
  return [reason ?? last?.text, restartsText(check, now)].filter((text) => text !== undefined).join('; ')
}
