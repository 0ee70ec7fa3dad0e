import { isKind } from '../../../../lib/event/catalogue.ts'
import type { Entry } from '../../../../lib/event/entry.ts'
import { type EventSeverity, severityOf } from '../../../../lib/event/severity.ts'
import { concernedMailbox } from '../../../../lib/rules/concerned-mailbox.ts'

/** Mailboxes that are counted at once: whoever guesses passwords also invents names. */
const MOST_MAILBOXES = 10_000

/** Counts events by kind and severity, and those above info by mailbox, in bounded memory. */
export class EventCounts {
  readonly bySeverity = new Map<EventSeverity, number>()
  /** By kind and severity, each key `KIND SEVERITY`. */
  readonly byKind = new Map<string, number>()
  readonly #most: number
  #byMailbox = new Map<string, number>()
  #isExact = true

  constructor(most: number = MOST_MAILBOXES) {
    this.#most = most
  }

  /** Whether each mailbox has all its events: with too many, those with the fewest were forgotten. */
  get isExact(): boolean {
    return this.#isExact
  }

  get total(): number {
    return [...this.bySeverity.values()].reduce((sum, count) => sum + count, 0)
  }

  add(entry: Entry): void {
    const severity = severityOf(entry)
    const { type } = entry
    const kind = typeof type === 'string' && isKind(type) ? type : 'unknown'
    addOne(this.bySeverity, severity)
    addOne(this.byKind, `${kind} ${severity}`)
    const mailbox = severity === 'info' ? undefined : concernedMailbox(entry)
    if (mailbox === undefined) return
    addOne(this.#byMailbox, mailbox)
    if (this.#byMailbox.size <= this.#most) return
    this.#byMailbox = new Map(mostFirst(this.#byMailbox).slice(0, Math.ceil(this.#most / 2)))
    this.#isExact = false
  }

  /** The mailboxes with the most events above info. */
  mailboxes(most: number): readonly (readonly [mailbox: string, count: number])[] {
    return mostFirst(this.#byMailbox).slice(0, most)
  }
}

/** What was counted, the most first; of as many by name. */
export function mostFirst(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].toSorted(([one, count], [other, others]) => others - count || (one < other ? -1 : 1))
}

function addOne<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
