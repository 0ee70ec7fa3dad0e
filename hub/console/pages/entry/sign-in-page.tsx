import type { JSX } from 'preact'
import { Footprints } from '../../parts/icon.tsx'
import { goTo } from '../../state/navigator.ts'
import { meetPerson } from '../../state/session.ts'
import { WORDS } from '../../words/words.ts'
import { SignInForm } from './sign-in-form.tsx'

/** Where people sign in; who came for another page gets it. */
export function SignInPage(): JSX.Element {
  const enter = async (): Promise<void> => {
    await meetPerson()
    if (location.pathname === '/login' || location.pathname === '/setup') goTo('/', 'replace')
  }
  return (
    <main class="entry narrow" id="main" tabIndex={-1}>
      <div class="brand">
        <Footprints />
        {WORDS.brand}
      </div>
      <h1>{WORDS.signIn.title(location.host)}</h1>
      <SignInForm onDone={() => void enter()} />
      <p class="entry-note">
        {WORDS.signIn.locked} <code>spoor-hub people totp NAME</code>
      </p>
    </main>
  )
}
