import { hash } from 'node:crypto'
import { type AlertSubject, Count, EventGroup, rankOf, type EventTally, type ToldGroup } from './event-group.ts'
import type { ToldEvent } from './told-event.ts'

/** So many mailboxes, addresses and hosts are told by name. */
const MOST_GROUPS = 50

/** What a message tells. */
export interface DigestContent {
  /** All events together. */
  readonly all: EventTally
  /** The worst first, then in the order of their first events. */
  readonly groups: readonly ToldGroup[]
  /** What concerns others than these; undefined if nothing does. */
  readonly others: EventTally | undefined
  /** The same for the same events in the same order, and only then. */
  readonly digest: string
}

/**
 * What is held for one message, in memory that does not grow with it: by mailbox, else by address, else by host.
 * Beyond so many groups, the least severe of them are only counted.
 */
export class Digest {
  readonly #groups = new Map<string, EventGroup>()
  readonly #all = new Count()
  readonly #others = new Count()
  #digest = ''

  get count(): number {
    return this.#all.count
  }

  add(event: ToldEvent, host: string): void {
    this.#all.add(event)
    this.#digest = hash('sha256', `${this.#digest} ${event.id}`)
    const concerned = concernedBy(event, host)
    const key = `${concerned.type} ${concerned.name}`
    const known = this.#groups.get(key)
    if (known !== undefined) {
      known.add(event)
    } else if (this.#hasRoomFor(event)) {
      const group = new EventGroup(concerned)
      group.add(event)
      this.#groups.set(key, group)
    } else {
      this.#others.add(event)
    }
  }

  /** What it holds now. */
  get told(): DigestContent {
    const groups = [...this.#groups.values()].map((group) => group.told)
    return {
      all: this.#all.tally,
      groups: groups.toSorted((a, b) => rankOf(b.severity) - rankOf(a.severity)),
      others: this.#others.count === 0 ? undefined : this.#others.tally,
      digest: this.#digest,
    }
  }

  /** Whoever sends many events of little weight must not hide a severe one. */
  #hasRoomFor({ severity }: ToldEvent): boolean {
    if (this.#groups.size < MOST_GROUPS) return true
    const milder = [...this.#groups].filter(([, group]) => rankOf(group.severity) < rankOf(severity))
    const [key, mildest] = milder.reduce<[string, EventGroup] | undefined>(
      (least, each) => (least === undefined || rankOf(each[1].severity) <= rankOf(least[1].severity) ? each : least),
      undefined,
    ) ?? ['', undefined]
    if (mildest === undefined) return false
    this.#groups.delete(key)
    this.#others.take(mildest)
    return true
  }
}

function concernedBy({ mailbox, ip }: ToldEvent, host: string): AlertSubject {
  if (mailbox !== undefined) return { type: 'mailbox', name: mailbox }
  return ip === undefined ? { type: 'host', name: host } : { type: 'address', name: ip }
}
