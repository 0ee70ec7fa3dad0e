import type { Kind } from '../../lib/event/catalogue.ts'
import type { Event } from '../../lib/event/event.ts'
import type { Rule } from '../../lib/rules/rule.ts'
import { type Ignoring, ignoringOf } from '../collect/ignoring.ts'
import { isLocalDomain } from '../collect/local-domains.ts'
import { rulesFor } from '../collect/rules.ts'
import { ignores, wantedByAny } from '../collect/selection.ts'
import type { Config } from '../config/config.ts'
import type { Parsed } from '../drivers/driver.ts'

/** What becomes of an event that a line says. */
export interface Fate {
  readonly event: Event
  /** What leaves it out: `events`, or the name of the rule of `ignore`; undefined where it is sealed. */
  readonly leftOutBy: { readonly option: 'events' } | { readonly option: 'ignore'; readonly rule: string } | undefined
  /** The names of the rules that hear it, which they may do though it is left out. */
  readonly heardBy: readonly string[]
}

/** What a line was taken for: `not of interest` where no driver looks at it; otherwise what its driver says. */
export type LineVerdict = 'not of interest' | 'uninteresting' | 'unrecognised' | readonly Fate[]

/** Says with a configuration what becomes of what drivers say. */
export class Verdicts {
  readonly #isWanted: (event: Event) => boolean
  readonly #ignore: readonly { readonly name: string; readonly fits: (event: Event) => boolean }[]
  readonly #ignoring: Pick<Ignoring, 'lets'> | undefined
  readonly #rules: readonly Rule[]
  readonly #heard = new Map<Kind, readonly string[]>()

  constructor(config: Config) {
    this.#isWanted = wantedByAny(config)
    this.#ignore = config.ignore.map(({ name, condition }) => {
      return { name, fits: ignores(condition, { isLocal: isLocalDomain }) }
    })
    this.#ignoring = ignoringOf(config)
    this.#rules = rulesFor(config)
  }

  of(parsed: Parsed): LineVerdict {
    return typeof parsed === 'string' ? parsed : parsed.map((event) => this.#fateOf(event))
  }

  #fateOf(event: Event): Fate {
    const rule = this.#ignore.find(({ fits }) => fits(event))?.name
    const leftOutBy = rule !== undefined ? ({ option: 'ignore', rule } as const) : this.#unwanted(event)
    const rules = this.#rulesOf(event.type)
    const isHeard = rule === undefined || this.#ignoring?.lets(event, rules.length > 0) !== false
    return { event, leftOutBy, heardBy: isHeard ? rules : [] }
  }

  #unwanted(event: Event): Fate['leftOutBy'] {
    return this.#isWanted(event) ? undefined : { option: 'events' }
  }

  #rulesOf(kind: Kind): readonly string[] {
    const known = this.#heard.get(kind)
    if (known !== undefined) return known
    const names = this.#rules.filter(({ kinds }) => kinds.includes(kind)).map(({ name }) => name)
    this.#heard.set(kind, names)
    return names
  }
}
