import type { PageName } from '../../contract/console-paths.ts'
import type { IconName } from '../parts/icon.tsx'
import { pathTo } from '../state/place.ts'
import { WORDS } from '../words/words.ts'

/** A page that the navigation leads to. The palette and the keys read the same table. */
export interface NavigationEntry {
  readonly page: PageName
  readonly words: string
  readonly href: string
  readonly keys: string
  readonly icon: IconName
  /** The pages that belong to it. */
  readonly has: readonly PageName[]
  /** What the table of keys says. */
  readonly goes: string
}

/** What matters: events that are not routine. */
export const WHAT_MATTERS = 'min_severity=low'

/** All of it, in its order. */
export const NAVIGATION: readonly NavigationEntry[] = [
  {
    page: 'now',
    words: WORDS.nav.now,
    href: pathTo('now'),
    keys: 'g n',
    icon: 'now',
    has: ['now'],
    goes: WORDS.keys.now,
  },
  {
    page: 'events',
    words: WORDS.nav.events,
    href: pathTo('events', {}, WHAT_MATTERS),
    keys: 'g e',
    icon: 'events',
    has: ['events', 'mailbox', 'address'],
    goes: WORDS.keys.events,
  },
  {
    page: 'incidents',
    words: WORDS.nav.incidents,
    href: pathTo('incidents'),
    keys: 'g i',
    icon: 'incidents',
    has: ['incidents', 'incident'],
    goes: WORDS.keys.incidents,
  },
  {
    page: 'hosts',
    words: WORDS.nav.hosts,
    href: pathTo('hosts'),
    keys: 'g h',
    icon: 'hosts',
    has: ['hosts', 'host'],
    goes: WORDS.keys.hosts,
  },
  {
    page: 'services',
    words: WORDS.nav.services,
    href: pathTo('services'),
    keys: 'g v',
    icon: 'services',
    has: ['services'],
    goes: WORDS.keys.services,
  },
  {
    page: 'statistics',
    words: WORDS.nav.statistics,
    href: pathTo('statistics'),
    keys: 'g t',
    icon: 'statistics',
    has: ['statistics'],
    goes: WORDS.keys.statistics,
  },
  {
    page: 'alerts',
    words: WORDS.nav.alerts,
    href: pathTo('alerts'),
    keys: 'g a',
    icon: 'alerts',
    has: ['alerts'],
    goes: WORDS.keys.alerts,
  },
  {
    page: 'settings',
    words: WORDS.nav.settings,
    href: pathTo('settings'),
    keys: 'g s',
    icon: 'settings',
    has: ['settings', 'settingsSection'],
    goes: WORDS.keys.settings,
  },
]
