import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import type { ApiTokensAnswer, PeopleAnswer, ShownPerson } from '../../../contract/access-contract.ts'
import type { RoleWord } from '../../../contract/person-contract.ts'
import { Fact } from '../../parts/fact.tsx'
import { Age, DayMoment } from '../../parts/moment.tsx'
import { Segments } from '../../parts/segments.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { TextField } from '../../parts/text-field.tsx'
import type { Asking } from '../../state/ask.ts'
import { queried } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { counting } from '../../words/numbers.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import { ROLE_CHOICES } from './add-person.tsx'
import { ApiTokenTable } from './api-token-table.tsx'
import { type Attempt, useAttempt } from './attempt.ts'
import { CameOfIt, FormEnd, ShownOnce, TwoStep } from './came.tsx'
import { changePerson } from './change-person.ts'
import { madeUpPassword } from './made-up-password.ts'
import { SectionLead, SectionShown } from './section-lead.tsx'

const { people: words } = SETTINGS_WORDS

/** One person, and what an admin can do about it. */
export function OnePerson({ name }: { readonly name: string }): JSX.Element {
  const answer = useAnswer<PeopleAnswer>('/api/v1/people')
  return (
    <>
      <p class="crumb">
        <a class="link" href={queried({ person: undefined })}>
          {SETTINGS_WORDS.sections.people}
        </a>
      </p>
      <SectionShown title={name} answer={answer}>
        {({ people, revision }) => {
          const person = people.find((each) => each.name === name)
          return person === undefined ? (
            <>
              <SectionLead title={name} />
              <div class="sheet">
                <StateBox kind="noMatch" word={WORDS.states.noMatch} title={words.unknown(name)} />
              </div>
            </>
          ) : (
            <>
              <SectionLead
                title={person.disabled === null ? words.is(name, person.role) : words.isOut(name)}
                note={words.may[person.role]}
              />
              <Facts person={person} />
              <Acts person={person} revision={revision} onChange={() => answer.again()} />
              <Tokens name={name} />
              <p class="foot-note">
                <a class="link" href={pathTo('settingsSection', { section: 'audit' }, `about=${name}`)}>
                  {words.deeds}
                </a>
              </p>
            </>
          )
        }}
      </SectionShown>
    </>
  )
}

function Facts({ person: { created, last_login: login } }: { readonly person: ShownPerson }): JSX.Element {
  return (
    <dl class="sheet facts spaced">
      <Fact name={words.created}>
        <DayMoment time={created} />
      </Fact>
      <Fact name={words.lastLogin}>{login === null ? SETTINGS_WORDS.never : <DayMoment time={login} />}</Fact>
    </dl>
  )
}

interface ActsParts {
  readonly person: ShownPerson
  readonly revision: number
  readonly onChange: () => void
}

function Acts({ person, revision, onChange }: ActsParts): JSX.Element {
  const { name, role, has_totp: hasCodes, disabled, sessions, seen } = person
  const [path, attempts] = [
    `/api/v1/people/${encodeURIComponent(name)}`,
    { role: useAttempt(), codes: useAttempt(), sessions: useAttempt(), access: useAttempt() },
  ]
  const change = async (attempt: Attempt, at: string, asking: Asking): Promise<boolean> => {
    const outcome = await attempt.ask(at, asking, (...asked) => changePerson<undefined>({ name, revision }, ...asked))
    // Whether it was done or not, it may be otherwise now.
    onChange()
    return outcome !== undefined
  }
  const setRole = async (next: RoleWord, before?: RoleWord): Promise<void> => {
    if (!(await change(attempts.role, path, { method: 'PATCH', json: { role: next } }))) return
    const undo = before === undefined ? undefined : () => void setRole(before)
    attempts.role.done(words.roleSet(name, WORDS.person.roles[next]), undo)
  }
  const setAccess = async (isOut: boolean, hasUndo: boolean): Promise<void> => {
    if (!(await change(attempts.access, path, { method: 'PATCH', json: { disabled: isOut } }))) return
    const said = isOut ? words.disabledNow(name) : words.enabledNow(name)
    attempts.access.done(said, hasUndo ? () => void setAccess(!isOut, false) : undefined)
  }
  const end = async (what: 'totp' | 'sessions'): Promise<void> => {
    const attempt = what === 'totp' ? attempts.codes : attempts.sessions
    if (!(await change(attempt, `${path}/${what}`, { method: 'DELETE' }))) return
    attempt.done(what === 'totp' ? words.resetDone : words.endDone)
  }
  return (
    <div class="sheet deeds-of spaced">
      <Act name={words.role}>
        <Segments
          label={words.role}
          choices={ROLE_CHOICES}
          chosen={role}
          onChoose={(next) => (next === role ? undefined : void setRole(next, role))}
        />
        <CameOfIt attempt={attempts.role} />
      </Act>
      <Act name={words.password}>
        <OtherPassword
          name={name}
          onSet={(attempt, password) => change(attempt, `${path}/password`, { method: 'PUT', json: { password } })}
        />
      </Act>
      <Act name={words.factor}>
        <p>
          {person.has_password ? words.factors(hasCodes) : words.program}
          {hasCodes ? words.recovery(person.recovery_codes) : ''}
        </p>
        {hasCodes ? <TwoStep words={words.resetFactor} asks={words.resetAsk} onSure={() => void end('totp')} /> : null}
        <CameOfIt attempt={attempts.codes} />
      </Act>
      <Act name={words.sessions}>
        <p>
          {sessions === 0 ? words.noSessions : counting(sessions, words.oneSession, words.manySessions)}
          {seen === null ? null : (
            <>
              , {words.lastUsed} <Age time={seen} /> ago
            </>
          )}
        </p>
        {sessions > 0 ? (
          <TwoStep words={words.endSessions} asks={words.endAsk} onSure={() => void end('sessions')} />
        ) : null}
        <CameOfIt attempt={attempts.sessions} />
      </Act>
      <Act name={words.access}>
        <button type="button" class="button small" onClick={() => void setAccess(disabled === null, true)}>
          {disabled === null ? words.disable : words.enable}
        </button>
        <CameOfIt attempt={attempts.access} />
      </Act>
    </div>
  )
}

function Act({ name, children }: { readonly name: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div class="block act">
      <h2>{name}</h2>
      <div class="act-body">{children}</div>
    </div>
  )
}

interface OtherPasswordParts {
  readonly name: string
  /** Sets it, and answers whether that was done; what came of it the attempt says. */
  readonly onSet: (attempt: Attempt, password: string) => Promise<boolean>
}

/** For somebody who forgot the password. */
function OtherPassword({ name, onSet }: OtherPasswordParts): JSX.Element {
  const [isOpen, password, secret] = [useSignal(false), useSignal(''), useSignal('')]
  const attempt = useAttempt()
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const { value: typed } = password
    if (!(await onSet(attempt, typed))) return
    secret.value = typed
    password.value = ''
    isOpen.value = false
    attempt.done(words.passwordSet(name))
  }
  if (secret.value !== '')
    return (
      <ShownOnce title={words.passwordOf(name)} text={secret.value} onDone={() => (secret.value = '')}>
        <CameOfIt attempt={attempt} />
      </ShownOnce>
    )
  if (!isOpen.value)
    return (
      <>
        <button type="button" class="button small" onClick={() => (isOpen.value = true)}>
          {words.setPassword}
        </button>
        <CameOfIt attempt={attempt} />
      </>
    )
  return (
    <form aria-label={words.setPassword} onSubmit={(event) => void submit(event)}>
      <div class="fields with-button">
        <TextField label={words.password} hint={words.passwordHint} value={password} autocomplete="off" hasFocus />
        <button type="button" class="button" onClick={() => (password.value = madeUpPassword())}>
          {words.generate}
        </button>
      </div>
      <FormEnd attempt={attempt} go={words.setPassword} onClose={() => (isOpen.value = false)} />
    </form>
  )
}

function Tokens({ name }: { readonly name: string }): JSX.Element {
  const answer = useAnswer<ApiTokensAnswer>('/api/v1/api-tokens')
  return (
    <>
      <div class="heading">
        <h2>{words.tokens}</h2>
      </div>
      <Shown answer={answer}>
        {({ tokens }) => {
          const own = tokens.filter(({ person }) => person === name)
          return (
            <div class="sheet">
              {own.length === 0 ? (
                <p class="block soft">{words.noTokens}</p>
              ) : (
                <ApiTokenTable tokens={own} base="/api/v1/api-tokens" onChange={() => answer.again()} />
              )}
            </div>
          )
        }}
      </Shown>
    </>
  )
}
