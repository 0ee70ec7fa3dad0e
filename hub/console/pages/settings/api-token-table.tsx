import type { JSX } from 'preact'
import type { ShownApiToken } from '../../../contract/access-contract.ts'
import { Age, DayMoment } from '../../parts/moment.tsx'
import { TableHead } from '../../parts/table-head.tsx'
import { now } from '../../state/now.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { RevokeCell } from './token-list.tsx'

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
      <TableHead caption={words.list} heads={heads} />
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
  const { id, person, name, scope, used, expires } = token
  const seconds = now.value / 1000
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
      <RevokeCell path={`${base}/${id}`} isGood={isGood(token, seconds)} asks={words.revokeAsk} onChange={onChange} />
    </tr>
  )
}
