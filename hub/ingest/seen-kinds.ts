import { isKind } from '../../lib/event/catalogue.ts'
import type { Entry } from '../../lib/event/entry.ts'
import { kindNumber } from '../store/number-words.ts'
import type { SeenKind } from '../store/store.ts'

/** The longest path that is told apart from others. */
const LONGEST_LOG = 1024

/** When the entries of a report saw each kind last, by log. */
export class SeenKinds {
  readonly #seen = new Map<string, SeenKind>()

  get all(): readonly SeenKind[] {
    return [...this.#seen.values()]
  }

  add({ type, log: place, time }: Entry): void {
    if (!isKind(type)) return
    const log = typeof place === 'string' ? place.slice(0, LONGEST_LOG).toWellFormed() : ''
    const key = `${type} ${log}`
    const latest = Math.max(this.#seen.get(key)?.time ?? 0, Number(time))
    this.#seen.set(key, { kind: kindNumber(type), log, time: latest })
  }
}
