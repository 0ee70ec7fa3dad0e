import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { EnrolTokensAnswer, MadeToken, ShownEnrolToken } from '../../../contract/access-contract.ts'
import type { SettingsAnswer } from '../../../contract/settings-contract.ts'
import { ChoiceField } from '../../parts/choice-field.tsx'
import { Command } from '../../parts/copy-button.tsx'
import { DayMoment } from '../../parts/moment.tsx'
import { useAnswer } from '../../parts/shown.tsx'
import { TableHead } from '../../parts/table-head.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { now } from '../../state/now.ts'
import { numeral } from '../../words/numbers.ts'
import { LIFETIMES, SETTINGS_WORDS } from '../../words/settings-words.ts'
import { enrolCommands } from '../entry/enrol-commands.ts'
import { useAttempt } from './attempt.ts'
import { FormEnd, ShownOnce } from './came.tsx'
import { AdminsOnly, mayManage } from './section-lead.tsx'
import { TokenList, RevokeCell } from './token-list.tsx'

const { enrolment: words } = SETTINGS_WORDS

/** What servers enrol with. */
export function EnrolmentSection(): JSX.Element {
  return mayManage() ? <EveryEnrolToken /> : <AdminsOnly title={SETTINGS_WORDS.sections.enrolment} />
}

function EveryEnrolToken(): JSX.Element {
  const answer = useAnswer<EnrolTokensAnswer>('/api/v1/enrolment-tokens')
  const again = (): void => answer.again()
  return (
    <TokenList<ShownEnrolToken>
      section={SETTINGS_WORDS.sections.enrolment}
      answer={answer}
      title={words.title}
      note={words.note}
      empty={
        <>
          <p>{words.emptyHint}</p>
          <p>
            {words.emptyOnHub} <code>spoor-hub token create</code>
          </p>
        </>
      }
      isGood={isGood}
      form={(close) => <MakeEnrolToken onMade={again} onClose={close} />}
      table={(tokens) => <EnrolTokenTable tokens={tokens} onChange={again} />}
    />
  )
}

function isGood(token: ShownEnrolToken): boolean {
  return stateOf(token) === SETTINGS_WORDS.good
}

function stateOf({ revoked, expires, uses_left: uses }: ShownEnrolToken): string {
  if (revoked !== null) return SETTINGS_WORDS.revoked
  if (expires * 1000 <= now.value) return SETTINGS_WORDS.expired
  return uses < 1 ? SETTINGS_WORDS.usedUp : SETTINGS_WORDS.good
}

interface MakeParts {
  readonly onMade: () => void
  readonly onClose: () => void
}

function MakeEnrolToken({ onMade, onClose }: MakeParts): JSX.Element {
  const settings = useAnswer<SettingsAnswer>('/api/v1/settings')
  const [uses, label, host, ttl] = [useSignal('1'), useSignal(''), useSignal(''), useSignal('86400')]
  const made = useSignal<MadeToken | undefined>(undefined)
  const attempt = useAttempt()
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const named = host.value.trim()
    const json = {
      uses: Number(uses.value),
      ttl: Number(ttl.value),
      label: label.value.trim(),
      host: named === '' ? null : named,
    }
    const outcome = await attempt.ask<MadeToken>('/api/v1/enrolment-tokens', { method: 'POST', json })
    if (outcome === undefined) return
    made.value = outcome.value
    onMade()
  }
  if (made.value !== undefined)
    return (
      <ShownOnce title={words.token} text={made.value.token} onDone={onClose}>
        <p class="soft">{words.onServer}</p>
        <Command text={enrolCommands(settings.known.value.value?.public_url ?? location.origin).onServer} />
        <p class="faint">{words.inScripts}</p>
      </ShownOnce>
    )
  return (
    <form class="sheet panel" aria-label={words.make} onSubmit={(event) => void submit(event)}>
      <div class="fields">
        <TextField label={words.uses} value={uses} autocomplete="off" hasFocus />
        <ChoiceField label={SETTINGS_WORDS.lifetime} choices={LIFETIMES} value={ttl} />
        <TextField label={words.label} hint={SETTINGS_WORDS.optional} value={label} isOptional />
        <TextField label={words.host} hint={words.hostHint} value={host} isOptional />
      </div>
      <FormEnd attempt={attempt} go={SETTINGS_WORDS.make} onClose={onClose} />
    </form>
  )
}

interface TableParts {
  readonly tokens: readonly ShownEnrolToken[]
  readonly onChange: () => void
}

function EnrolTokenTable({ tokens, onChange }: TableParts): JSX.Element {
  const heads = [words.id, words.forHost, words.usesLeft, words.expires, words.maker, words.state, '']
  return (
    <table class="table stacks">
      <TableHead caption={words.list} heads={heads} />
      <tbody>
        {tokens.map((token) => (
          <EnrolTokenRow key={token.id} token={token} onChange={onChange} />
        ))}
      </tbody>
    </table>
  )
}

function EnrolTokenRow({
  token,
  onChange,
}: {
  readonly token: ShownEnrolToken
  readonly onChange: () => void
}): JSX.Element {
  const { id, label, host, maker, created, expires, uses_left: uses } = token
  return (
    <tr class={isGood(token) ? undefined : 'over'}>
      <td>
        {label === '' ? null : <>{label} </>}
        <code class="faint">{id}</code>
      </td>
      <td data-head={words.forHost}>{host ?? words.any}</td>
      <td data-head={words.usesLeft}>{numeral(uses)}</td>
      <td data-head={words.expires} class="soft">
        <DayMoment time={expires} />
      </td>
      <td data-head={words.maker} class="soft">
        <DayMoment time={created} /> {SETTINGS_WORDS.by} {maker}
      </td>
      <td data-head={words.state}>{stateOf(token)}</td>
      <RevokeCell
        path={`/api/v1/enrolment-tokens/${id}`}
        isGood={isGood(token)}
        asks={words.revokeAsk}
        onChange={onChange}
      />
    </tr>
  )
}
