import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { ApiTokensAnswer, MadeToken, PeopleAnswer } from '../../../contract/access-contract.ts'
import { ChoiceField } from '../../parts/choice-field.tsx'
import { Command } from '../../parts/copy-button.tsx'
import { useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useKeys } from '../../state/keys.ts'
import { now } from '../../state/now.ts'
import { LIFETIMES, SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import { ApiTokenTable, isGood } from './api-token-table.tsx'
import { useAttempt } from './attempt.ts'
import { CameOfIt, ShownOnce } from './came.tsx'
import { AdminsOnly, mayManage, SectionLead, SectionShown } from './section-lead.tsx'

const { tokens: words } = SETTINGS_WORDS

/** What programs ask with. */
export function ApiTokensSection(): JSX.Element {
  return mayManage() ? <EveryApiToken /> : <AdminsOnly title={SETTINGS_WORDS.sections.tokens} />
}

function EveryApiToken(): JSX.Element {
  const answer = useAnswer<ApiTokensAnswer>('/api/v1/api-tokens')
  const isMaking = useSignal(false)
  useKeys(WORDS.keys.here, [
    { keys: 'a', words: words.make.toLowerCase(), run: () => (isMaking.value = true), inBar: true },
  ])
  return (
    <SectionShown title={SETTINGS_WORDS.sections.tokens} answer={answer}>
      {({ tokens }) => (
        <>
          <SectionLead
            title={words.title(tokens.filter((token) => isGood(token, now.value / 1000)).length)}
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
          {isMaking.value ? <MakeToken onMade={() => answer.again()} onClose={() => (isMaking.value = false)} /> : null}
          <div class="sheet">
            {tokens.length === 0 ? (
              <StateBox kind="empty" word={WORDS.states.empty} title={words.empty} />
            ) : (
              <ApiTokenTable tokens={tokens} base="/api/v1/api-tokens" onChange={() => answer.again()} />
            )}
          </div>
        </>
      )}
    </SectionShown>
  )
}

interface MakeTokenParts {
  readonly onMade: () => void
  readonly onClose: () => void
}

function MakeToken({ onMade, onClose }: MakeTokenParts): JSX.Element {
  const people = useAnswer<PeopleAnswer>('/api/v1/people')
  const [person, name, scope, ttl] = [useSignal(''), useSignal(''), useSignal('read'), useSignal('7776000')]
  const made = useSignal<MadeToken | undefined>(undefined)
  const attempt = useAttempt()
  const owners = (people.known.value.value?.people ?? []).filter(({ disabled }) => disabled === null)
  const owner = person.value === '' ? (owners[0]?.name ?? '') : person.value
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const json = { person: owner, name: name.value.trim(), scope: scope.value, ttl: Number(ttl.value) }
    const outcome = await attempt.ask<MadeToken>('/api/v1/api-tokens', { method: 'POST', json })
    if (outcome === undefined) return
    made.value = outcome.value
    onMade()
  }
  if (made.value !== undefined)
    return (
      <ShownOnce title={made.value.id} text={made.value.token} onDone={onClose}>
        <p class="soft">{words.use}</p>
        <Command text={`curl -H 'Authorization: Bearer TOKEN' ${location.origin}/api/v1/me`} />
      </ShownOnce>
    )
  return (
    <form class="sheet panel" aria-label={words.make} onSubmit={(event) => void submit(event)}>
      <div class="fields">
        <ChoiceField
          label={words.person}
          choices={owners.map((each) => [each.name, `${each.name}, ${WORDS.person.roles[each.role]}`])}
          value={person}
        />
        <TextField label={words.name} hint={SETTINGS_WORDS.optional} value={name} isOptional />
        <ChoiceField
          label={words.scope}
          choices={[
            ['read', words.scopes.read],
            ['write', words.scopes.write],
          ]}
          value={scope}
        />
        <ChoiceField label={SETTINGS_WORDS.lifetime} choices={LIFETIMES} value={ttl} />
      </div>
      <CameOfIt attempt={attempt} />
      <div class="acts">
        <button type="submit" class="button first" aria-disabled={attempt.isBusy.value || owner === ''}>
          {SETTINGS_WORDS.make}
        </button>
        <button type="button" class="button quiet" onClick={onClose}>
          {WORDS.close}
        </button>
      </div>
    </form>
  )
}
