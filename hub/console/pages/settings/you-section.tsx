import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { ApiTokensAnswer, SessionsAnswer } from '../../../contract/access-contract.ts'
import { Age, DayMoment } from '../../parts/moment.tsx'
import { PreferenceChoices } from '../../parts/preference-choices.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { TableHead } from '../../parts/table-head.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { me } from '../../state/session.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { ApiTokenTable } from './api-token-table.tsx'
import { useAttempt } from './attempt.ts'
import { CameOfIt } from './came.tsx'
import { OwnCodes } from './own-codes.tsx'
import { SectionLead } from './section-lead.tsx'

const { you: words } = SETTINGS_WORDS

/** Whoever is signed in: what it may, its secrets, and where it is signed in. */
export function YouSection(): JSX.Element {
  const { name = '', role = 'viewer' } = me.value ?? {}
  return (
    <>
      <SectionLead title={words.title(name, role)} note={words.may[role]} />
      <h2 class="part">{words.looks}</h2>
      <div class="sheet panel looks">
        <PreferenceChoices />
        <p class="faint">{words.looksNote}</p>
      </div>
      <h2 class="part">{words.password}</h2>
      <OwnPassword />
      <h2 class="part">{words.codes}</h2>
      <OwnCodes />
      <h2 class="part">{words.sessions}</h2>
      <OwnSessions />
      <h2 class="part">{words.tokens}</h2>
      <OwnApiTokens />
    </>
  )
}

function OwnPassword(): JSX.Element {
  const [present, code, next] = [useSignal(''), useSignal(''), useSignal('')]
  const attempt = useAttempt()
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const json = { present: present.value, code: code.value, password: next.value }
    if ((await attempt.ask('/api/v1/me/password', { method: 'PUT', json })) === undefined) return
    for (const field of [present, code, next]) field.value = ''
    attempt.done(words.changed)
  }
  return (
    <form class="sheet panel" aria-label={words.password} onSubmit={(event) => void submit(event)}>
      <input type="hidden" name="username" autocomplete="username" value={me.value?.name ?? ''} />
      <div class="fields">
        <TextField label={words.present} value={present} type="password" autocomplete="current-password" />
        <TextField label={words.code} hint={words.codeHint} value={code} autocomplete="one-time-code" isOptional />
        <TextField label={words.next} hint={words.nextHint} value={next} type="password" autocomplete="new-password" />
      </div>
      <CameOfIt attempt={attempt} />
      <div class="acts">
        <button type="submit" class="button" aria-disabled={attempt.isBusy.value}>
          {words.change}
        </button>
      </div>
    </form>
  )
}

function OwnSessions(): JSX.Element {
  const answer = useAnswer<SessionsAnswer>('/api/v1/me/sessions')
  const attempt = useAttempt()
  const end = async (): Promise<void> => {
    if ((await attempt.ask('/api/v1/me/sessions', { method: 'DELETE' })) === undefined) return
    attempt.done(words.othersEnded)
    answer.again()
  }
  return (
    <Shown answer={answer}>
      {({ sessions }) => (
        <div class="sheet">
          <table class="table stacks">
            <TableHead caption={words.sessions} heads={[words.address, words.since, words.lastUsed, words.until]} />
            <tbody>
              {sessions.map(({ address, created, seen, expires, is_this: isThis }, index) => (
                <tr key={index}>
                  <td>
                    {address} {isThis ? <b>{words.thisOne}</b> : null}
                  </td>
                  <td data-head={words.since} class="soft">
                    <DayMoment time={created} />
                  </td>
                  <td data-head={words.lastUsed} class="soft">
                    <Age time={seen} /> ago
                  </td>
                  <td data-head={words.until} class="soft">
                    <DayMoment time={expires} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {sessions.length > 1 || attempt.came.value.done !== undefined || attempt.came.value.problem !== undefined ? (
            <div class="block">
              {sessions.length > 1 ? (
                <button type="button" class="button small" onClick={() => void end()}>
                  {words.endOthers}
                </button>
              ) : null}
              <CameOfIt attempt={attempt} />
            </div>
          ) : null}
        </div>
      )}
    </Shown>
  )
}

function OwnApiTokens(): JSX.Element {
  const answer = useAnswer<ApiTokensAnswer>('/api/v1/me/api-tokens')
  return (
    <Shown answer={answer}>
      {({ tokens }) => (
        <div class="sheet">
          {tokens.length === 0 ? (
            <p class="block soft">{words.noTokens}</p>
          ) : (
            <ApiTokenTable tokens={tokens} base="/api/v1/me/api-tokens" onChange={() => answer.again()} />
          )}
        </div>
      )}
    </Shown>
  )
}
