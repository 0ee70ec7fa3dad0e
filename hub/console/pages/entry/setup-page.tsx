import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Command } from '../../parts/copy-button.tsx'
import { Footprints } from '../../parts/icon.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { ask } from '../../state/ask.ts'
import type { Problem } from '../../state/problem.ts'
import { meetPerson } from '../../state/session.ts'
import { WORDS } from '../../words/words.ts'
import { Refused } from './sign-in-form.tsx'

const { setup } = WORDS

/** The first run: whoever has the code from the host makes the first admin, and is signed in. */
export function SetupPage({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const [code, name, password] = [useSignal(''), useSignal(''), useSignal('')]
  const [isBusy, problem] = [useSignal(false), useSignal<Problem | undefined>(undefined)]
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (isBusy.value) return
    isBusy.value = true
    const who = { name: name.value.trim(), password: password.value }
    const made = await ask('/api/v1/setup', { method: 'POST', json: { ...who, code: code.value } })
    if ('value' in made) {
      await ask('/api/v1/login', { method: 'POST', json: who })
      await meetPerson()
      onDone()
    } else problem.value = made.problem
    isBusy.value = false
  }
  return (
    <main class="entry" id="main" tabIndex={-1}>
      <div class="brand">
        <Footprints />
        {WORDS.brand}
      </div>
      <p class="crumb">{setup.step}</p>
      <h1>{setup.title}</h1>
      <p class="soft">{setup.how}</p>
      <Command text="spoor-hub people setup" />
      <form onSubmit={(event) => void submit(event)}>
        <TextField label={setup.code} value={code} autocomplete="off" hasFocus />
        <TextField label={setup.name} hint={setup.nameHint} value={name} autocomplete="username" />
        <TextField
          label={setup.password}
          hint={setup.passwordHint}
          value={password}
          type="password"
          autocomplete="new-password"
        />
        {problem.value === undefined ? null : <Refused problem={problem.value} />}
        <button type="submit" class="button first" aria-disabled={isBusy.value}>
          {setup.go}
        </button>
      </form>
    </main>
  )
}
