import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { ChoiceField } from '../../parts/choice-field.tsx'
import { Segments } from '../../parts/segments.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import { useAttempt } from './attempt.ts'
import { CameOfIt, FormEnd, ShownOnce } from './came.tsx'
import { madeUpPassword } from './made-up-password.ts'

const { people: words } = SETTINGS_WORDS

type Kind = keyof typeof words.kinds

/** The roles with their words, the least first. */
export const ROLE_CHOICES = (['viewer', 'analyst', 'admin'] as const).map(
  (role) => [role, WORDS.person.roles[role]] as const,
)

interface AddPersonParts {
  readonly onAdded: () => void
  readonly onClose: () => void
}

/** Adds a person or a program; a password that was made up is shown once. */
export function AddPerson({ onAdded, onClose }: AddPersonParts): JSX.Element {
  const [name, role, password] = [useSignal(''), useSignal<string>('viewer'), useSignal('')]
  const [kind, secret] = [useSignal<Kind>('person'), useSignal<{ name: string; text: string } | undefined>(undefined)]
  const attempt = useAttempt()
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const who = name.value.trim().toLowerCase()
    const json = { name: who, role: role.value, password: kind.value === 'person' ? password.value : null }
    if ((await attempt.ask('/api/v1/people', { method: 'POST', json })) === undefined) return
    // As it was sent: what is typed meanwhile does not count.
    if (json.password !== null) secret.value = { name: who, text: json.password }
    attempt.done(words.added(who, json.role))
    name.value = ''
    password.value = ''
    onAdded()
  }
  if (secret.value !== undefined)
    return (
      <ShownOnce title={words.passwordOf(secret.value.name)} text={secret.value.text} onDone={onClose}>
        <CameOfIt attempt={attempt} />
      </ShownOnce>
    )
  return (
    <form class="sheet panel" aria-label={words.add} onSubmit={(event) => void submit(event)}>
      <div class="fields">
        <TextField label={words.name} hint={words.nameHint} value={name} autocomplete="off" hasFocus />
        <ChoiceField label={words.role} choices={ROLE_CHOICES} value={role} />
      </div>
      <h2 class="faint">{words.kind}</h2>
      <Segments
        label={words.kind}
        choices={[
          ['person', words.kinds.person],
          ['program', words.kinds.program],
        ]}
        chosen={kind.value}
        onChoose={(choice) => (kind.value = choice)}
      />
      {kind.value === 'person' ? (
        <div class="fields with-button">
          <TextField label={words.password} hint={words.passwordHint} value={password} autocomplete="off" />
          <button type="button" class="button" onClick={() => (password.value = madeUpPassword())}>
            {words.generate}
          </button>
        </div>
      ) : null}
      <FormEnd attempt={attempt} go={words.add} onClose={onClose} />
    </form>
  )
}
