import type { Tell } from '../../lib/notice/notice.ts'
import type { Rule } from '../../lib/rules/rule.ts'
import type { SavedRules } from '../../lib/rules/saved-rules.ts'
import { systemClock } from '../../lib/system/clock.ts'
import type { PlacesSnapshot } from '../snapshots/collector-snapshot.ts'
import type { LastingMemory } from '../spool/positions/lasting-memory.ts'

/** What the database of places needs. */
export interface PlacesParts {
  /** The folder of the spool. */
  readonly spool: string
  readonly rules: readonly Rule[]
  /** The state of these rules that was saved with the positions: whoever has one had a database. */
  readonly saved: SavedRules | undefined
  /** For so many seconds what is seen of a mailbox is only learned. */
  readonly learning: number
  readonly tell: Tell
  readonly onForgotten: (rule: string, keys: number) => void
}

/** The database of the places that mailboxes are used from, and what `status` is told of it. */
export class KnownPlaces {
  #state: PlacesSnapshot
  readonly #onChange: () => void

  /** `before`: what was told in the last run. */
  constructor(before: PlacesSnapshot | undefined, onChange: () => void) {
    this.#state = before?.anew === undefined ? {} : { anew: before.anew }
    this.#onChange = onChange
  }

  /** The memory of lasting rules; undefined where there are none. Its code is loaded only for those. */
  async memoryOf(parts: PlacesParts): Promise<LastingMemory | undefined> {
    const { spool, rules, saved, learning, tell, onForgotten } = parts
    const lasting = rules.filter(({ isLasting }) => isLasting)
    if (lasting.length === 0) return undefined
    const { LastingMemory } = await import('../spool/positions/lasting-memory.ts')
    return new LastingMemory({
      spool,
      isExpected: lasting.some(({ name }) => saved?.rules[name] !== undefined),
      tell,
      onFault: (problem) => this.#note({ problem }),
      onLoss: (cause) => {
        const since = systemClock.now()
        this.#note({ anew: { since, until: since + learning * 1000, cause } })
      },
      onForgotten,
    })
  }

  toJSON(): PlacesSnapshot | undefined {
    return Object.values(this.#state).every((value) => value === undefined) ? undefined : this.#state
  }

  #note(change: PlacesSnapshot): void {
    this.#state = { ...this.#state, ...change }
    this.#onChange()
  }
}
