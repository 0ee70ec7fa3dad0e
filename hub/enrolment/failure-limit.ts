import { isIPv6 } from 'node:net'

/** How many failures an address may have within this time, in milliseconds. */
const MOST_FAILURES = 20
const WINDOW = 60_000

/** Addresses that are remembered at most. */
const MOST_REMEMBERED = 10_000

/**
 * Counts failed tries for each address. Nobody can guess 256 bits; this keeps those who try from costing much.
 * What clients behind one address share they also wait for together, so the window is short.
 */
export class FailureLimit {
  readonly #failures = new Map<string, { readonly since: number; readonly count: number }>()

  /** How many seconds an address has to wait, at a time in milliseconds; 0 if it need not. */
  waitFor(address: string, now: number): number {
    const found = this.#failures.get(networkOf(address))
    if (found === undefined || found.count < MOST_FAILURES || !isWithin(found.since, now)) return 0
    return Math.ceil((found.since + WINDOW - now) / 1000)
  }

  /** Notes a failure. */
  note(address: string, now: number): void {
    const network = networkOf(address)
    const found = this.#failures.get(network)
    const { since, count } = found !== undefined && isWithin(found.since, now) ? found : { since: now, count: 0 }
    this.#failures.delete(network)
    this.#failures.set(network, { since, count: count + 1 })
    if (this.#failures.size <= MOST_REMEMBERED) return
    const [oldest = ''] = this.#failures.keys()
    this.#failures.delete(oldest)
  }
}

/** A clock that was set back must not lock anybody out for hours. */
function isWithin(since: number, now: number): boolean {
  return now >= since && now < since + WINDOW
}

/** Who has one IPv6 address has all of its /64. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ?? '').split(':')]
  return all.slice(0, 4).join(':')
}
