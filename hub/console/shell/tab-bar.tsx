import type { JSX } from 'preact'
import { Icon } from '../parts/icon.tsx'
import { WORDS } from '../words/words.ts'
import { Badge } from './badge.tsx'
import { NAVIGATION } from './navigation.ts'
import { openDialog } from './open-dialog.ts'
import { isHere } from './top-bar.tsx'

/** The navigation at the foot of a phone: five tabs at most. */
export function TabBar(): JSX.Element {
  return (
    <nav class="tab-bar" aria-label={WORDS.nav.label}>
      {NAVIGATION.slice(0, 4).map(({ page, words, href, icon, has }) => (
        <a key={page} href={href} aria-current={isHere(has) ? 'page' : undefined}>
          <Icon name={icon} />
          <span>
            {words} <Badge page={page} />
          </span>
        </a>
      ))}
      <button type="button" onClick={() => (openDialog.value = 'find')}>
        <Icon name="find" />
        {WORDS.nav.find}
      </button>
    </nav>
  )
}
