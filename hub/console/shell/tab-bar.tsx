import type { JSX } from 'preact'
import { Icon } from '../parts/icon.tsx'
import { Menu } from '../parts/menu.tsx'
import { me } from '../state/session.ts'
import { WORDS } from '../words/words.ts'
import { Badge } from './badge.tsx'
import { NAVIGATION } from './navigation.ts'
import { PersonChoices } from './person-menu.tsx'
import { isHere } from './top-bar.tsx'

/** How many pages have a tab of their own. */
const TABS = 4

/** The navigation at the foot of a phone: four pages, and More with the others and the person. */
export function TabBar(): JSX.Element {
  const rest = NAVIGATION.slice(TABS)
  const more = (
    <>
      <Icon name="more" />
      {WORDS.nav.more}
    </>
  )
  return (
    <nav class="tab-bar" aria-label={WORDS.nav.label}>
      {NAVIGATION.slice(0, TABS).map(({ page, words, href, icon, has }) => (
        <a key={page} href={href} aria-current={isHere(has) ? 'page' : undefined}>
          <Icon name={icon} />
          <span>
            {words} <Badge page={page} />
          </span>
        </a>
      ))}
      <Menu label={more} style={rest.some(({ has }) => isHere(has)) ? 'more here' : 'more'}>
        {rest.map(({ page, words, href, icon, has }) => (
          <a key={page} href={href} aria-current={isHere(has) ? 'page' : undefined}>
            <Icon name={icon} />
            {words}
          </a>
        ))}
        {me.value === null || me.value === undefined ? null : <PersonChoices who={me.value} />}
      </Menu>
    </nav>
  )
}
