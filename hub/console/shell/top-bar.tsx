import type { JSX } from 'preact'
import { Footprints, Icon } from '../parts/icon.tsx'
import { Mark, type MarkName } from '../parts/mark.tsx'
import { type LiveState, liveState, tellsEvents } from '../state/live.ts'
import { place } from '../state/navigator.ts'
import { hasTopPages } from '../state/wide.ts'
import { WORDS } from '../words/words.ts'
import { Badge } from './badge.tsx'
import { NAVIGATION } from './navigation.ts'
import { openDialog } from './open-dialog.ts'
import { PersonMenu } from './person-menu.tsx'

/** Brand, pages, find, whether it is live, and the person. */
export function TopBar(): JSX.Element {
  return (
    <header class="top">
      <a class="brand" href="/">
        <Footprints />
        {WORDS.brand}
      </a>
      <nav aria-label={WORDS.nav.label}>
        {NAVIGATION.map(({ page, words, href, keys, has }) => (
          <a key={page} href={href} title={`${words} (${keys})`} aria-current={isHere(has) ? 'page' : undefined}>
            {words}
            <Badge page={page} />
          </a>
        ))}
      </nav>
      <button
        type="button"
        class="find-button"
        title={`${WORDS.find.label} (/)`}
        aria-label={WORDS.find.label}
        onClick={() => (openDialog.value = 'find')}
      >
        <Icon name="find" />
        <span>{WORDS.find.label}</span>
        <kbd>/</kbd>
      </button>
      <div class="tools">
        <LiveWord state={liveState.value} />
        {hasTopPages.value ? <PersonMenu /> : null}
      </div>
    </header>
  )
}

const MARKS: Readonly<Record<LiveState, MarkName>> = { open: 'seen', resting: 'none', trying: 'unknown', off: 'none' }

/** Whether new events are told, as a mark and a word. */
function LiveWord({ state }: { readonly state: LiveState }): JSX.Element | null {
  if (state === 'off') return null
  return (
    <span
      class={state === 'trying' ? 'live off' : 'live'}
      title={state === 'open' && !tellsEvents.value ? WORDS.live.incidents : WORDS.live.title[state]}
    >
      <Mark name={MARKS[state]} />
      {WORDS.live[state]}
    </span>
  )
}

/** Whether the present page belongs to an entry of the navigation. */
export function isHere(has: readonly string[]): boolean {
  const { value: here } = place
  return here !== undefined && has.includes(here.page)
}
