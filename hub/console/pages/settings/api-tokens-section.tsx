import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { ApiTokensAnswer, MadeToken, PeopleAnswer, ShownApiToken } from '../../../contract/access-contract.ts'
import { ChoiceField } from '../../parts/choice-field.tsx'
import { Command } from '../../parts/copy-button.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { now } from '../../state/now.ts'
import { me } from '../../state/session.ts'
import { LIFETIMES, SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import { ApiTokenTable, isGood } from './api-token-table.tsx'
import { useAttempt } from './attempt.ts'
import { FormEnd, ShownOnce } from './came.tsx'
import { AdminsOnly, mayManage } from './section-lead.tsx'
import { TokenList } from './token-list.tsx'

const { tokens: words } = SETTINGS_WORDS

/** What programs ask with. */
export function ApiTokensSection(): JSX.Element {
  return mayManage() ? <EveryApiToken /> : <AdminsOnly title={SETTINGS_WORDS.sections.tokens} />
}

function EveryApiToken(): JSX.Element {
  const answer = useAnswer<ApiTokensAnswer>('/api/v1/api-tokens')
  const again = (): void => answer.again()
  return (
    <TokenList<ShownApiToken>
      section={SETTINGS_WORDS.sections.tokens}
      answer={answer}
      title={words.title}
      note={words.note}
      empty={
        <>
          <p>{words.emptyHint}</p>
          <p>
            {words.emptyAsk}{' '}
            <a class="link" href="/api/v1/openapi.json">
              {words.description}
            </a>
          </p>
        </>
      }
      isGood={(token) => isGood(token, now.value / 1000)}
      form={(close) => <MakeToken onMade={again} onClose={close} />}
      table={(tokens) => <ApiTokenTable tokens={tokens} base="/api/v1/api-tokens" onChange={again} />}
    />
  )
}

interface MakeTokenParts {
  readonly onMade: () => void
  readonly onClose: () => void
}

function MakeToken({ onMade, onClose }: MakeTokenParts): JSX.Element {
  const people = useAnswer<PeopleAnswer>('/api/v1/people')
  const [person, name, scope, ttl] = [
    useSignal(me.value?.name ?? ''),
    useSignal(''),
    useSignal('read'),
    useSignal('7776000'),
  ]
  const made = useSignal<MadeToken | undefined>(undefined)
  const attempt = useAttempt()
  const owners = (people.known.value.value?.people ?? []).filter(({ disabled }) => disabled === null)
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const json = { person: person.value, name: name.value.trim(), scope: scope.value, ttl: Number(ttl.value) }
    const outcome = await attempt.ask<MadeToken>('/api/v1/api-tokens', { method: 'POST', json })
    if (outcome === undefined) return
    made.value = outcome.value
    onMade()
  }
  if (people.known.value.value === undefined) return <Shown answer={people}>{() => null}</Shown>
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
      <FormEnd attempt={attempt} go={SETTINGS_WORDS.make} onClose={onClose} />
    </form>
  )
}
