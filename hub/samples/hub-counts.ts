import { Histogram } from '../../lib/samples/histogram.ts'
import type { Arrival, Kept, Unavailability } from '../store/store.ts'
import { LastMinute } from './last-minute.ts'

/** What became of entries: the words of the metric. */
type EntryResult = 'kept' | 'known' | 'stale' | 'foreign_host' | 'invalid' | 'unknown_kind'

/** What became of totals: the words of the metric. */
type TotalsResult = 'kept' | 'known' | 'refused'

/** Upper bounds of the times that commits are counted by, in seconds. */
const BOUNDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** What became of forwarding to a server of syslog. */
export interface ForwardCounts {
  isConnected: boolean
  /** Messages, and connections that failed or broke, since the start. */
  sent: number
  failures: number
}

/** What a hub counts since its start. */
export class HubCounts {
  /** Requests by method, path of the route and status, separated by blanks. */
  readonly requests = new Map<string, number>()
  readonly entries = new Map<EntryResult, number>()
  /** Periods of totals. */
  readonly totals = new Map<TotalsResult, number>()
  /** Requests that the store could not answer, by the reason. */
  readonly unavailable = new Map<string, number>()
  /** How long reports waited until they were durable. */
  readonly commits = new Histogram(BOUNDS)
  readonly lastMinute = new LastMinute()
  /** Tries to send messages by channel and what became of them, separated by a blank. */
  readonly tries = new Map<string, number>()
  /** How many messages wait, and for how many seconds the oldest; undefined if another hub sends them. */
  outbox: { readonly waiting: number; readonly oldest: number } | undefined

  /** What became of forwarding, by target. */
  readonly forwarding = new Map<string, ForwardCounts>()

  /** Counts messages that were sent to a target. */
  forwarded(target: string, messages: number): void {
    this.#target(target).sent += messages
  }

  /** Counts a failure to connect, or the end of a connection. */
  forwardFailed(target: string): void {
    this.#target(target).failures += 1
  }

  /** Notes whether there is a connection to a target. */
  forwardConnected(target: string, isConnected: boolean): void {
    this.#target(target).isConnected = isConnected
  }

  #target(name: string): ForwardCounts {
    const known = this.forwarding.get(name) ?? { isConnected: false, sent: 0, failures: 0 }
    this.forwarding.set(name, known)
    return known
  }

  /** Counts an answer; `route` is its path, or `none`. */
  answered(method: string, route: string, status: number): void {
    add(this.requests, `${METHODS.has(method) ? method : 'other'} ${route} ${status}`, 1)
  }

  /** Counts a request that the store could not answer. */
  refused(reason: Unavailability): void {
    add(this.unavailable, reason, 1)
  }

  /** Counts the periods of totals of a request that is durable. */
  tookTotals(counts: Readonly<Record<TotalsResult, number>>): void {
    for (const result of ['kept', 'known', 'refused'] as const) add(this.totals, result, counts[result])
  }

  /** Counts a try to send a message to one recipient. */
  tried(channel: string, result: string): void {
    add(this.tries, `${channel} ${result === 'waiting' ? 'failed' : result}`, 1)
  }

  /** Counts the entries of a report that is durable, which took so many seconds. */
  stored({ stale, quarantined }: Arrival, { isNew }: Kept, seconds: number): void {
    this.commits.observe(seconds)
    const kept = isNew.filter(Boolean).length
    add(this.entries, 'kept', kept)
    this.lastMinute.add(kept, seconds)
    add(this.entries, 'known', isNew.length - kept)
    add(this.entries, 'stale', stale)
    for (const { reason } of quarantined) add(this.entries, reason, 1)
  }
}

function add<K>(counts: Map<K, number>, key: K, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}
