import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { sessionLost } from '../state/ask.ts'
import { useKeys } from '../state/keys.ts'
import { goTo } from '../state/navigator.ts'
import { said } from '../state/said.ts'
import { me } from '../state/session.ts'
import { keepStanding } from '../state/standing.ts'
import { hasTopPages } from '../state/wide.ts'
import { WORDS } from '../words/words.ts'
import { Find } from './find.tsx'
import { KeyBar } from './key-bar.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { NAVIGATION } from './navigation.ts'
import { openDialog } from './open-dialog.ts'
import { SessionEnded } from './session-ended.tsx'
import { TabBar } from './tab-bar.tsx'
import { TopBar } from './top-bar.tsx'

/** What is around every page of somebody who is signed in. */
export function Shell({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const { keys } = WORDS
  useEffect(keepStanding, [])
  useKeys(keys.anywhere, [
    ...NAVIGATION.map(({ keys: pressed, goes, href }) => ({ keys: pressed, words: goes, run: () => goTo(href) })),
    { keys: '/', words: keys.find, run: () => (openDialog.value = 'find'), inBar: true },
    { keys: '?', words: keys.all, run: () => (openDialog.value = 'keys'), inBar: true },
  ])
  return (
    <div class="shell">
      <a class="button skip" href="#main">
        {WORDS.skip}
      </a>
      <TopBar />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {hasTopPages.value ? <KeyBar /> : <TabBar />}
      <p class="unseen" role="status" aria-live="polite">
        {said.value}
      </p>
      {openDialog.value === 'find' ? <Find /> : null}
      {openDialog.value === 'keys' ? <KeysDialog /> : null}
      {sessionLost.value > 0 && me.value !== null && me.value !== undefined ? (
        <SessionEnded who={me.value.name} />
      ) : null}
    </div>
  )
}
