import { digest } from '../../../lib/event/digest.ts'
import type { ValueOf } from '../../../lib/event/fields.ts'

/** What a filter does with mail, worst first. */
export type RuleAction = ValueOf<'filter_action'>

/** One rule of a filter: what it does, never what it looks for. */
export interface FilterRule {
  /** Names the rule by all its words: whatever is changed in it makes it another. */
  readonly key: string
  /** The worst of what it does; undefined if unknown. */
  readonly action: RuleAction | undefined
  /** Where it sends mail, as it is written there. */
  readonly recipients: readonly string[]
  /** Undefined if unknown. */
  readonly scope: ValueOf<'filter_scope'> | undefined
}

/** In the order of the catalogue: of several actions the first one is told. */
const WORST_FIRST: readonly RuleAction[] = ['redirect', 'program', 'discard', 'folder', 'stop', 'other']

/** A rule that is being read. */
export class OpenRule {
  readonly #words: string[] = []
  readonly #actions = new Set<RuleAction>()
  readonly #recipients = new Set<string>()
  #scope: FilterRule['scope'] = 'all'

  /** Takes another word of the rule, whatever it means. */
  read(word: string): void {
    this.#words.push(word)
  }

  /** Notes that the rule does this, for a redirect to whom. */
  does(action: RuleAction, recipient?: string): void {
    this.#actions.add(action)
    if (recipient !== undefined) this.#recipients.add(recipient)
  }

  /** Notes that the rule asks something of a message. */
  asks(): void {
    this.#scope = 'some'
  }

  /** The rule; undefined if it does nothing. */
  closed(): FilterRule | undefined {
    const action = WORST_FIRST.find((each) => this.#actions.has(each))
    if (action === undefined) return undefined
    return { key: digest(...this.#words), action, recipients: [...this.#recipients], scope: this.#scope }
  }
}

/** Rules by their keys; one that stands there twice does the same once. */
export function distinct(rules: readonly (FilterRule | undefined)[]): readonly FilterRule[] {
  const present = rules.filter((rule) => rule !== undefined)
  return [...new Map(present.map((rule) => [rule.key, rule])).values()]
}
