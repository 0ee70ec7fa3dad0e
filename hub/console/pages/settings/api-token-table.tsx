import type { JSX } from 'preact'
import type { ShownApiToken } from '../../../contract/access-contract.ts'
import { Age, DayMoment } from '../../parts/moment.tsx'
import { now } from '../../state/now.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import { useAttempt } from './attempt.ts'
import { CameOfIt, TwoStep } from './came.tsx'

const { tokens: words, enrolment } = SETTINGS_WORDS

/** Whether a token counts at a time in seconds. */
export function isGood({ revoked, expires, disabled }: ShownApiToken, seconds: number): boolean {
  return revoked === null && disabled === null && expires > seconds
}

/** How a token is, in a word or two. */
function stateOf(token: ShownApiToken, seconds: number): string {
  if (token.revoked !== null) return SETTINGS_WORDS.revoked
  if (token.expires <= seconds) return SETTINGS_WORDS.expired
  return token.disabled === null ? SETTINGS_WORDS.good : words.ofDisabled
}

interface TableParts {
  readonly tokens: readonly ShownApiToken[]
  /** Where one is ended: the path before its id. */
  readonly base: string
  readonly onChange: () => void
}

/** API tokens, each with the way to end it. */
export function ApiTokenTable({ tokens, base, onChange }: TableParts): JSX.Element {
  const heads = [words.name, words.person, words.scope, words.used, enrolment.expires, enrolment.state, '']
  return (
    <table class="table stacks">
      <caption class="unseen">{words.list}</caption>
      <thead>
        <tr>
          {heads.map((head) => (head === '' ? <td key={head} /> : <th key={head} scope="col" children={head} />))}
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} base={base} onChange={onChange} />
        ))}
      </tbody>
    </table>
  )
}

interface RowParts {
  readonly token: ShownApiToken
  readonly base: string
  readonly onChange: () => void
}

function TokenRow({ token, base, onChange }: RowParts): JSX.Element {
  const attempt = useAttempt()
  const { id, person, name, scope, used, expires } = token
  const seconds = now.value / 1000
  const end = async (): Promise<void> => {
    if ((await attempt.ask(`${base}/${id}`, { method: 'DELETE' })) === undefined) return
    attempt.done(enrolment.revokedNow)
    onChange()
  }
  return (
    <tr class={isGood(token, seconds) ? undefined : 'over'}>
      <td>
        {name === '' ? null : <>{name} </>}
        <code class="faint">{id}</code>
      </td>
      <td data-head={words.person}>{person}</td>
      <td data-head={words.scope}>{words.scopes[scope]}</td>
      <td data-head={words.used} class="soft">
        {used === null ? (
          SETTINGS_WORDS.never
        ) : (
          <>
            <Age time={used} /> ago
          </>
        )}
      </td>
      <td data-head={enrolment.expires} class="soft">
        <DayMoment time={expires} />
      </td>
      <td data-head={enrolment.state}>{stateOf(token, seconds)}</td>
      <td class="act-cell">
        {isGood(token, seconds) ? (
          <TwoStep words={enrolment.revoke} asks={words.revokeAsk} onSure={() => void end()} />
        ) : (
          <span class="unseen">{WORDS.nothing}</span>
        )}
        <CameOfIt attempt={attempt} />
      </td>
    </tr>
  )
}
