import { pathTo } from '../state/place.ts'
import { prefer } from '../state/preferences.ts'
import { SECTION_WORDS } from '../words/section-words.ts'
import { WORDS } from '../words/words.ts'
import type { Finding } from './findings.ts'
import { NAVIGATION } from './navigation.ts'

const { find, nav, person } = WORDS

/** What only admins may reach. */
const FOR_ADMINS: ReadonlySet<string> = new Set(['people', 'enrolment', 'tokens', 'audit'])

/** Every page, part of a page and choice that has a name. `leave` signs out. */
export function destinations(mayManage: boolean, leave: () => void): readonly Finding[] {
  const sections = Object.entries(SECTION_WORDS.settings).filter(([name]) => mayManage || !FOR_ADMINS.has(name))
  return [
    ...NAVIGATION.map(({ words, href, keys }) => ({ group: find.go, words, keys, target: href })),
    ...Object.entries(SECTION_WORDS.statistics).map(([show, words]) => {
      return { group: find.go, words, more: nav.statistics, target: pathTo('statistics', {}, `show=${show}`) }
    }),
    ...Object.entries(SECTION_WORDS.alerts).map(([show, words]) => {
      return { group: find.go, words, more: nav.alerts, target: pathTo('alerts', {}, `show=${show}`) }
    }),
    ...sections.map(([section, words]) => {
      return { group: find.go, words, more: nav.settings, target: pathTo('settingsSection', { section }) }
    }),
    ...(mayManage ? [{ group: find.go, words: find.addHost, more: nav.hosts, target: pathTo('firstHost') }] : []),
    ...choices(leave),
  ]
}

function choices(leave: () => void): readonly Finding[] {
  const { themes, densities, zones } = person
  const does = (words: string, more: string, run: () => void): Finding => ({
    group: find.commands,
    words,
    more,
    target: run,
  })
  return [
    ...(['system', 'light', 'dark'] as const).map((theme) =>
      does(themes[theme], person.theme, () => prefer({ theme })),
    ),
    ...(['compact', 'comfortable'] as const).map((density) =>
      does(densities[density], person.density, () => prefer({ density })),
    ),
    ...(['local', 'utc'] as const).map((times) => does(zones[times], person.times, () => prefer({ times }))),
    does(person.signOut, '', leave),
  ]
}
