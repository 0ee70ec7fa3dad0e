import { systemClock } from '../../lib/system/clock.ts'
import { counted } from '../../lib/terminal/count.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import { recentRestarts } from '../restarts/restart-limits.ts'
import { type ShownCheck, type WatcherSnapshot, watcherSnapshot } from '../snapshots/watcher-snapshot.ts'
import type { RoleView } from './role-view.ts'
import { type Warning, warning } from './warning.ts'

/** States that are as they should be. */
const GOOD: ReadonlySet<ShownCheck['state']> = new Set(['up', 'maintenance', 'off'])

/** So many checks that are not up are named. */
const MOST_NAMED = 10

/** How the checks are. */
export const watcherView: RoleView<WatcherSnapshot> = {
  schema: watcherSnapshot,
  shown: (told) =>
    told === undefined ? {} : { checks: told.checks, ...(told.network !== undefined && { network: told.network }) },
  rows: ({ watcher }) => {
    const { checks = [], network } = watcher ?? {}
    const offline = network === undefined ? [] : [['network', `none since ${utc(network)}`] as const]
    return checks.length === 0 ? offline : [['checks', summaryOf(checks)], ...offline]
  },
  warnings: ({ watcher }) => {
    if (watcher?.running !== true) return []
    const { checks = [], network } = watcher
    return [
      ...(network === undefined
        ? []
        : [
            warning(
              'warning',
              'network_down',
              `This host has had no network since ${utc(network)}.`,
              'See its links, addresses and routes; type: ip -brief address && ip route',
            ),
          ]),
      ...givenUpWarning(checks),
      ...downWarning(checks.filter(({ state }) => state === 'down' || state === 'flapping')),
    ]
  },
}

function summaryOf(checks: readonly ShownCheck[]): string {
  const byState = Map.groupBy(checks, ({ state }) => state)
  const texts = [...byState].map(([state, each]) =>
    GOOD.has(state) ? `${each.length} ${state}` : `${each.length} ${state}: ${namesOf(each)}`,
  )
  return texts.join('; ')
}

function downWarning(down: readonly ShownCheck[]): readonly Warning[] {
  if (down.length === 0) return []
  const text = `${counted(down.length, 'check is', 'checks are')} down: ${namesOf(down)}.`
  return [warning('warning', 'checks_down', text, 'See what they found; type: spoor-agent checks')]
}

function givenUpWarning(checks: readonly ShownCheck[]): readonly Warning[] {
  const now = systemClock.now()
  const givenUp = checks.filter(({ restarts }) => restarts && recentRestarts(restarts, now).isGivenUp)
  if (givenUp.length === 0) return []
  const text = `Restarts did not help, and are given up: ${namesOf(givenUp)}.`
  const remedy =
    'See why the service does not start, and then let it be restarted again; type: spoor-agent checks reset NAME'
  return [warning('warning', 'restarts_given_up', text, remedy)]
}

function namesOf(checks: readonly ShownCheck[]): string {
  const more = checks.length - MOST_NAMED
  const names = checks.slice(0, MOST_NAMED).map(({ name }) => name)
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
