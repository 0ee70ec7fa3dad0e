import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { LoginAnswer } from '../../../contract/person-contract.ts'
import { TextField } from '../../parts/text-field.tsx'
import { ask } from '../../state/ask.ts'
import type { Problem } from '../../state/problem.ts'
import { WORDS } from '../../words/words.ts'

interface SignInParts {
  readonly name?: string
  /** Whether only this person may sign in here. */
  readonly isFixed?: boolean
  readonly onDone: () => void
}

/** The number of the error that asks for a one-time code. */
const CODE_NEEDED = 40109

/** Name and password, and a code once the hub asks for one. */
export function SignInForm({ name = '', isFixed = false, onDone }: SignInParts): JSX.Element {
  const [typed, password, code] = [useSignal(name), useSignal(''), useSignal('')]
  const [needsCode, isBusy, problem] = [useSignal(false), useSignal(false), useSignal<Problem | undefined>(undefined)]
  const codeField = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (needsCode.value) codeField.current?.focus()
  }, [needsCode.value])
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (isBusy.value) return
    isBusy.value = true
    const json = { name: typed.value.trim(), password: password.value, code: code.value }
    const outcome = await ask<LoginAnswer>('/api/v1/login', { method: 'POST', json })
    isBusy.value = false
    if ('value' in outcome) return onDone()
    const isOnlyCode = outcome.problem.code === CODE_NEEDED && !needsCode.value
    if (outcome.problem.code === CODE_NEEDED) needsCode.value = true
    problem.value = isOnlyCode ? undefined : outcome.problem
  }
  const { signIn } = WORDS
  return (
    <form onSubmit={(event) => void submit(event)}>
      <TextField label={signIn.name} value={typed} autocomplete="username" isFixed={isFixed} hasFocus={!isFixed} />
      <TextField
        label={signIn.password}
        value={password}
        type="password"
        autocomplete="current-password"
        hasFocus={isFixed}
      />
      {needsCode.value ? (
        <TextField
          label={signIn.code}
          hint={signIn.digits}
          value={code}
          autocomplete="one-time-code"
          field={codeField}
        />
      ) : null}
      {problem.value === undefined ? null : <Refused problem={problem.value} />}
      <button type="submit" class="button first" aria-disabled={isBusy.value}>
        {signIn.go}
      </button>
    </form>
  )
}

/** Why a form was not taken. */
export function Refused({ problem }: { readonly problem: Problem }): JSX.Element {
  const { code, said, fault, wait } = problem
  const { states } = WORDS
  return (
    <p class="said" role="alert">
      {said === '' ? states.titles[fault] : said} {code === 0 ? states.whose[fault] : ''}
      {wait > 5 ? WORDS.signIn.wait(wait) : ''}
    </p>
  )
}
