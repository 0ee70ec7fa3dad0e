import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { EventToldAnswer, IncidentTold, RuleTold, ToldAnswer } from '../../../contract/alert-contract.ts'
import { Mark } from '../../parts/mark.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { hubSentence } from '../../state/hub-sentence.ts'
import { place, setQuery } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'
import { WORDS } from '../../words/words.ts'
import { LastMessages } from './last-messages.tsx'

const { why: words } = ALERT_WORDS

/** Why an incident, or an event, was told or not, rule by rule. */
export function WhyTold(): JSX.Element {
  const of = place.value?.query.get('of') ?? ''
  const typed = useSignal(of)
  useEffect(() => void (typed.value = of), [of])
  const submit = (event: Event): void => {
    event.preventDefault()
    const word = typed.value.trim()
    setQuery({ of: word === '' ? undefined : word })
  }
  return (
    <>
      <form class="line-up why-form" role="search" onSubmit={submit}>
        <label for="why-of">{words.label}</label>
        <input
          id="why-of"
          placeholder={words.hint}
          value={typed.value}
          maxLength={100}
          autocapitalize="none"
          spellcheck={false}
          onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
        />
        <button class="button">{words.go}</button>
      </form>
      <div class="sheet">
        {of === '' ? (
          <StateBox kind="empty" word={WORDS.states.empty} title={words.title}>
            <p>{words.what}</p>
          </StateBox>
        ) : /^\d+$/.test(of) ? (
          <WhyIncident key={of} id={of} />
        ) : (
          <WhyEvent key={of} id={of} />
        )}
      </div>
    </>
  )
}

function WhyIncident({ id }: { readonly id: string }): JSX.Element {
  const answer = useAnswer<ToldAnswer>(`/api/v1/incidents/${id}/told`)
  return <Shown answer={answer}>{({ told }) => <ToldRules told={told} />}</Shown>
}

function WhyEvent({ id }: { readonly id: string }): JSX.Element {
  const answer = useAnswer<EventToldAnswer>(`/api/v1/events/${encodeURIComponent(id)}/told`)
  return (
    <Shown answer={answer}>
      {({ why, told }) =>
        why === null ? (
          told.map((each) => <ToldRules key={each.incident} told={each} />)
        ) : (
          <StateBox kind="empty" word={words.notTold} title={words.noIncident}>
            <p>{hubSentence(why)}</p>
          </StateBox>
        )
      }
    </Shown>
  )
}

function ToldRules({ told: { incident, sentence, rules } }: { readonly told: IncidentTold }): JSX.Element {
  return (
    <section class="why">
      <h2 class="block">
        <a class="link" href={pathTo('incident', { id: String(incident) })}>
          {words.incident(incident)}
        </a>{' '}
        <span class="why-sentence">{sentence}</span>
      </h2>
      {rules.length === 0 ? <p class="block soft">{words.noRules}</p> : null}
      <ul>
        {rules.map((rule) => (
          <ToldRule key={rule.rule} told={rule} />
        ))}
      </ul>
    </section>
  )
}

function ToldRule({ told: { rule, told, why, obstacle, alerts } }: { readonly told: RuleTold }): JSX.Element {
  return (
    <li class="block why-rule">
      <h3>{rule}</h3>
      <p class={told ? 'receipt' : 'receipt soft'}>
        <Mark name={told ? 'seen' : 'none'} /> {told ? words.told : words.notTold}
      </p>
      <div>
        <p>{hubSentence(why)}</p>
        {obstacle === null ? null : (
          <p class="faint">
            {words.inTheWay} {words.obstacles[obstacle]}
          </p>
        )}
        <LastMessages alerts={alerts} />
      </div>
    </li>
  )
}
