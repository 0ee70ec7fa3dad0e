import { systemClock } from '../../lib/system/clock.ts'
import { counted } from '../../lib/terminal/count.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import {
  type CollectorSnapshot,
  type IgnoredSnapshot,
  type PlacesSnapshot,
  collectorSnapshot,
} from '../snapshots/collector-snapshot.ts'
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
    ...(told?.places !== undefined && placesNow(told.places)),
    ...(told?.tells !== undefined && { tells: told.tells }),
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
  warnings: ({ collector: { running, held, places } }) => [
    ...(running && held !== undefined
      ? [
          warning(
            'error',
            'spool_held',
            `Reading has stopped, the logs are the buffer: ${held}`,
            'Make room on the disk, or have what waits delivered; reading goes on by itself. What waits; type: spoor-agent spool list',
          ),
        ]
      : []),
    ...(running && places?.problem !== undefined
      ? [
          warning(
            'warning',
            'places_unsaved',
            `No place is learned from which mailboxes are used, and login_new_place may be missing; rules.sqlite in the spool: ${places.problem}`,
            'Make room on the disk, or give the file back to the user of the agent; learning goes on by itself.',
          ),
        ]
      : []),
    ...(places?.anew === undefined
      ? []
      : [
          warning(
            'notice',
            CODES[places.anew.cause],
            anewText(places.anew),
            'Nothing is to be done, it ends by itself; find out who or what did that to the file.',
          ),
        ]),
  ],
}

type Anew = NonNullable<PlacesSnapshot['anew']>

const CODES: Readonly<Record<Anew['cause'], string>> = { damaged: 'places_lost', removed: 'places_removed' }

/** Once what was lost is learned again, nothing is told of it. */
function placesNow({ problem, anew }: PlacesSnapshot): Pick<CollectorSnapshot, 'places'> {
  const isLearning = anew !== undefined && systemClock.now() < anew.until
  if (problem === undefined && !isLearning) return {}
  return { places: { ...(problem !== undefined && { problem }), ...(isLearning && { anew }) } }
}

function anewText({ cause, since, until }: Anew): string {
  return `The database of places (rules.sqlite in the spool) was ${cause}: they are learned anew since ${utc(since)}, and until ${utc(until)} login_new_place is not told of mailboxes that were known.`
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
