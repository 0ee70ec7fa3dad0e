import type { JSX } from 'preact'
import type { RulesAnswer, ShownChannel, ShownRule } from '../../../contract/alert-contract.ts'
import { Command } from '../../parts/copy-button.tsx'
import { Shown } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import type { Answer } from '../../state/answer.ts'
import { pathTo } from '../../state/place.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'
import { WORDS } from '../../words/words.ts'
import { LastMessages } from './last-messages.tsx'
import { howRuleTells, whatRuleTells, whomRuleTells } from './rule-sentence.ts'

const { rules: words } = ALERT_WORDS

interface RuleListParts {
  readonly answer: Answer<RulesAnswer>
  readonly channels: readonly ShownChannel[]
}

/** Every rule in a sentence, with the last messages that it made. */
export function RuleList({ answer, channels }: RuleListParts): JSX.Element {
  return (
    <>
      <div class="sheet">
        <Shown answer={answer}>
          {({ rules }) =>
            rules.length === 0 ? (
              <StateBox kind="empty" word={WORDS.states.empty} title={words.none} />
            ) : (
              <ul>
                {rules.map((rule) => (
                  <OneRule key={rule.name} rule={rule} channels={channels} />
                ))}
              </ul>
            )
          }
        </Shown>
      </div>
      <ConfiguredIn />
    </>
  )
}

interface OneRuleParts {
  readonly rule: ShownRule
  readonly channels: readonly ShownChannel[]
}

function OneRule({ rule, channels }: OneRuleParts): JSX.Element {
  const { name, last } = rule
  return (
    <li class="block alert-rule">
      <h2>{name}</h2>
      <div>
        <p class="rule-says">
          {words.tells} <b>{whomRuleTells(rule, channels)}</b> {words.of} {whatRuleTells(rule)}.
        </p>
        <p class="soft">{howRuleTells(rule)}</p>
      </div>
      <div class="rule-last">
        {last.length === 0 ? (
          <p class="faint">{words.noLast}</p>
        ) : (
          <>
            <h3>{words.last}</h3>
            <LastMessages alerts={last} />
            <a class="link" href={pathTo('alerts', {}, new URLSearchParams({ rule: name }).toString())}>
              {words.allOf(name)}
            </a>
          </>
        )}
      </div>
    </li>
  )
}

/** Where rules and channels are written, and how a change is checked and read. */
export function ConfiguredIn(): JSX.Element {
  return (
    <div class="configured">
      <p class="soft">
        {words.where} <code>{words.folder}</code>. {words.change}
      </p>
      <Command text={words.reload} />
    </div>
  )
}
