import { isKind } from '../../lib/event/catalogue.ts'
import { type EventSeverity, SEVERITIES } from '../../lib/event/severity.ts'
import type { ToldEvent } from './told-event.ts'

/** So many of the first events of a group are kept whole, and so many of the last. */
const [FIRST, LAST] = [3, 2]

/** Kinds that only another version knows are counted together. */
const OTHER = 'unknown'

/** How many events of which kinds, how severe and between which times. In seconds since the epoch. */
export interface EventTally {
  readonly count: number
  readonly kinds: Readonly<Record<string, number>>
  readonly severity: EventSeverity
  readonly since: number
  readonly until: number
}

/** Whom a group of events concerns. */
export interface AlertSubject {
  readonly type: 'mailbox' | 'address' | 'host'
  readonly name: string
}

/** What is told of a group. */
export interface ToldGroup extends EventTally {
  readonly concerned: AlertSubject
  readonly events: readonly ToldEvent[]
}

/** Counts events in memory that does not grow with them. */
export class Count {
  count = 0
  severity: EventSeverity = 'info'
  since = Infinity
  until = -Infinity
  readonly #kinds = new Map<string, number>()

  add({ type, severity, time }: Pick<ToldEvent, 'type' | 'severity' | 'time'>): void {
    this.#note(isKind(type) ? type : OTHER, 1)
    this.#span({ count: 1, severity, since: time, until: time })
  }

  /** Adds all that another has counted. */
  take(other: Count): void {
    for (const [kind, count] of other.#kinds) this.#note(kind, count)
    this.#span(other)
  }

  get tally(): EventTally {
    const { count, severity, since, until } = this
    return { count, kinds: Object.fromEntries(this.#kinds), severity, since, until }
  }

  #note(kind: string, count: number): void {
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + count)
  }

  #span({ count, severity, since, until }: Pick<Count, 'count' | 'severity' | 'since' | 'until'>): void {
    this.count += count
    if (rankOf(severity) > rankOf(this.severity)) this.severity = severity
    this.since = Math.min(this.since, since)
    this.until = Math.max(this.until, until)
  }
}

/** What happened to one mailbox, from one address or on the host. */
export class EventGroup extends Count {
  readonly concerned: AlertSubject
  readonly #first: ToldEvent[] = []
  readonly #last: ToldEvent[] = []
  #worst: ToldEvent | undefined

  constructor(concerned: AlertSubject) {
    super()
    this.concerned = concerned
  }

  override add(event: ToldEvent): void {
    super.add(event)
    if (this.#worst === undefined || rankOf(event.severity) > rankOf(this.#worst.severity)) this.#worst = event
    if (this.#first.length < FIRST) {
      this.#first.push(event)
    } else {
      this.#last.push(event)
      if (this.#last.length > LAST) this.#last.shift()
    }
  }

  /** All of it: the first events, the worst one and the last ones, in this order. */
  get told(): ToldGroup {
    const worst = this.#worst === undefined ? [] : [this.#worst]
    const events = [...new Set([...this.#first, ...worst, ...this.#last])]
    return { concerned: this.concerned, ...this.tally, events }
  }
}

/** How severe, as a number. */
export function rankOf(severity: EventSeverity): number {
  return SEVERITIES.indexOf(severity)
}
