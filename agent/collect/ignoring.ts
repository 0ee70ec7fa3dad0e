import type { Kind } from '../../lib/event/catalogue.ts'
import type { Surroundings } from '../../lib/event/condition.ts'
import type { Event } from '../../lib/event/event.ts'
import { systemClock } from '../../lib/system/clock.ts'
import type { IgnoreRule } from '../config/config.ts'
import type { IgnoredSnapshot } from '../snapshots/collector-snapshot.ts'
import { isLocalDomain } from './local-domains.ts'
import { type SelectionOptions, ignores, wantedByAny } from './selection.ts'

/** Halves of a forward: rules hear them whoever made them, as the other half may come from somewhere else. */
const HALVES: ReadonlySet<Kind> = new Set([
  'forward_added_partial_ip',
  'forward_added_partial_recipient',
  'forward_removed_partial_ip',
  'forward_removed',
])

interface Counting {
  readonly fits: (event: Event) => boolean
  /** Whether it names somebody who is trusted, so that rules do not hear of them either. */
  readonly isTrust: boolean
  count: IgnoredSnapshot
}

/** What counting works with. */
export interface IgnoringParts extends Surroundings {
  readonly now: () => number
  /** What was counted before. */
  readonly before?: readonly IgnoredSnapshot[] | undefined
  readonly onChange: () => void
}

/** Counts what the rules of `ignore` leave out: of several that fit, the first counts. */
export class Ignoring {
  readonly #rules: readonly Counting[]
  readonly #isWanted: (event: Event) => boolean
  readonly #onChange: () => void

  constructor(options: SelectionOptions, { before = [], now, onChange, ...surroundings }: IgnoringParts) {
    this.#isWanted = wantedByAny(options)
    this.#onChange = onChange
    this.#rules = (options.ignore ?? []).map(({ name, condition }) => {
      const conditions = inWords(condition)
      const known = before.find((each) => each.name === name && each.conditions === conditions)
      const { ip, mailbox, actor, recipient_domain: domain } = condition
      return {
        fits: ignores(condition, surroundings),
        isTrust: domain === undefined && [ip, mailbox, actor].some((who) => who !== undefined),
        count: known ?? { name, conditions, since: now(), events: 0, kinds: {} },
      }
    })
  }

  /**
   * Whether rules hear an event that is not selected; `isHeard` tells whether they take its kind. Counts the event if
   * it would have been sealed without `ignore`, or heard.
   */
  readonly lets = (event: Event, isHeard: boolean): boolean => {
    const rule = this.#rules.find(({ fits }) => fits(event))
    if (rule === undefined) return isHeard
    const isLet = isHeard && (!rule.isTrust || HALVES.has(event.type))
    if (this.#isWanted(event) || isHeard !== isLet) this.#note(rule, event)
    return isLet
  }

  toJSON(): readonly IgnoredSnapshot[] {
    return this.#rules.map(({ count }) => count)
  }

  #note(rule: Counting, { type, time }: Event): void {
    const { events, kinds, last = 0, ...same } = rule.count
    rule.count = {
      ...same,
      events: events + 1,
      kinds: { ...kinds, [type]: (kinds[type] ?? 0) + 1 },
      last: Math.max(last, time * 1000),
    }
    this.#onChange()
  }
}

/** Counts what a configuration ignores; undefined where that is nothing. */
export function ignoringOf(
  config: SelectionOptions,
  before?: readonly IgnoredSnapshot[],
  onChange = (): void => undefined,
): Ignoring | undefined {
  if (config.ignore === undefined || config.ignore.length === 0) return undefined
  return new Ignoring(config, { before, onChange, isLocal: isLocalDomain, now: () => systemClock.now() })
}

/** Such as `type: login, login_failed; ip: 192.0.2.0/24`. */
function inWords(condition: IgnoreRule['condition']): string {
  return Object.entries(condition)
    .map(([key, value]) => `${key}: ${[value].flat().join(', ')}`)
    .join('; ')
}
