import { counted } from '../../lib/terminal/count.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import { type CollectorSnapshot, type IgnoredSnapshot, collectorSnapshot } from '../snapshots/collector-snapshot.ts'
import type { RoleView } from './role-view.ts'
import { warning } from './warning.ts'

/** So many rules of `ignore` are shown. */
const MOST_RULES = 10

/** The logs that it follows, what it leaves out, and why it reads none. */
export const collectorView: RoleView<CollectorSnapshot> = {
  schema: collectorSnapshot,
  shown: (told) => ({
    ...(told?.held !== undefined && { held: told.held }),
    ...(told?.ignored !== undefined && { ignored: told.ignored }),
  }),
  sources: ({ sources }) => sources,
  rows: ({ collector: { ignored = [] } }) => {
    const most = ignored.toSorted((a, b) => b.events - a.events).slice(0, MOST_RULES)
    const left = ignored.length - most.length
    return [
      ...most.map((rule) => ['ignored', ignoredText(rule)] as const),
      ...(left === 0 ? [] : [['ignored', `and by ${counted(left, 'more rule')} (--json shows all)`] as const]),
    ]
  },
  warnings: ({ collector: { running, held } }) =>
    running && held !== undefined
      ? [warning('error', 'spool_held', `Reading has stopped, the logs are the buffer: ${held}`)]
      : [],
}

/** Such as `by own (ip: 192.0.2.0/24): 3 events since … +0000, last … +0000: login 2, login_failed 1`. */
function ignoredText({ name, conditions, events, since, last, kinds }: IgnoredSnapshot): string {
  const rule = `by ${name} (${conditions})`
  if (last === undefined) return `${rule}: nothing since ${utc(since)}`
  const each = Object.entries(kinds)
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${kind} ${count}`)
  return `${rule}: ${counted(events, 'event')} since ${utc(since)}, last ${utc(last)}: ${each.join(', ')}`
}
