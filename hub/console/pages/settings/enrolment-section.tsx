import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { EnrolTokensAnswer, MadeToken, ShownEnrolToken } from '../../../contract/access-contract.ts'
import type { SettingsAnswer } from '../../../contract/settings-contract.ts'
import { ChoiceField } from '../../parts/choice-field.tsx'
import { Command } from '../../parts/copy-button.tsx'
import { DayMoment } from '../../parts/moment.tsx'
import { useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useKeys } from '../../state/keys.ts'
import { now } from '../../state/now.ts'
import { numeral } from '../../words/numbers.ts'
import { LIFETIMES, SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import { enrolCommands } from '../entry/enrol-commands.ts'
import { useAttempt } from './attempt.ts'
import { CameOfIt, ShownOnce, TwoStep } from './came.tsx'
import { AdminsOnly, mayManage, SectionLead, SectionShown } from './section-lead.tsx'

const { enrolment: words } = SETTINGS_WORDS

/** What servers enrol with. */
export function EnrolmentSection(): JSX.Element {
  return mayManage() ? <EveryEnrolToken /> : <AdminsOnly title={SETTINGS_WORDS.sections.enrolment} />
}

function EveryEnrolToken(): JSX.Element {
  const answer = useAnswer<EnrolTokensAnswer>('/api/v1/enrolment-tokens')
  const isMaking = useSignal(false)
  useKeys(WORDS.keys.here, [
    { keys: 'a', words: words.make.toLowerCase(), run: () => (isMaking.value = true), inBar: true },
  ])
  return (
    <SectionShown title={SETTINGS_WORDS.sections.enrolment} answer={answer}>
      {({ tokens }) => (
        <>
          <SectionLead
            title={words.title(tokens.filter((token) => stateOf(token) === SETTINGS_WORDS.good).length)}
            note={words.note}
          >
            <button
              type="button"
              class="button first"
              title={`${words.make} (a)`}
              onClick={() => (isMaking.value = true)}
            >
              {words.make} <kbd>a</kbd>
            </button>
          </SectionLead>
          {isMaking.value ? (
            <MakeEnrolToken onMade={() => answer.again()} onClose={() => (isMaking.value = false)} />
          ) : null}
          <div class="sheet">
            {tokens.length === 0 ? (
              <StateBox kind="empty" word={WORDS.states.empty} title={words.empty} />
            ) : (
              <EnrolTokenTable tokens={tokens} onChange={() => answer.again()} />
            )}
          </div>
        </>
      )}
    </SectionShown>
  )
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
      <CameOfIt attempt={attempt} />
      <div class="acts">
        <button type="submit" class="button first" aria-disabled={attempt.isBusy.value}>
          {SETTINGS_WORDS.make}
        </button>
        <button type="button" class="button quiet" onClick={onClose}>
          {WORDS.close}
        </button>
      </div>
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
      <caption class="unseen">{words.list}</caption>
      <thead>
        <tr>
          {heads.map((head) => (head === '' ? <td key={head} /> : <th key={head} scope="col" children={head} />))}
        </tr>
      </thead>
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
  const attempt = useAttempt()
  const { id, label, host, maker, created, expires, uses_left: uses } = token
  const isGood = stateOf(token) === SETTINGS_WORDS.good
  const end = async (): Promise<void> => {
    if ((await attempt.ask(`/api/v1/enrolment-tokens/${id}`, { method: 'DELETE' })) === undefined) return
    attempt.done(words.revokedNow)
    onChange()
  }
  return (
    <tr class={isGood ? undefined : 'over'}>
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
      <td class="act-cell">
        {isGood ? <TwoStep words={words.revoke} asks={words.revokeAsk} onSure={() => void end()} /> : null}
        <CameOfIt attempt={attempt} />
      </td>
    </tr>
  )
}
