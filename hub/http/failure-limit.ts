import { isIPv6 } from 'node:net'

/** Addresses and names that are remembered at most. */
const MOST_REMEMBERED = 10_000

/** How many failures there may be within how many milliseconds. */
interface Allowance {
  readonly most: number
  readonly window: number
}

/**
 * Counts failed tries for each address, or for each name of a person. What clients behind one address share they also
 * wait for together, so the window is short.
 */
export class FailureLimit {
  readonly #allowed: Allowance
  readonly #failures = new Map<string, { readonly since: number; readonly count: number }>()

  constructor(allowed: Allowance = { most: 20, window: 60_000 }) {
    this.#allowed = allowed
  }

  /** How many seconds an address has to wait, at a time in milliseconds; 0 if it need not. */
  waitFor(address: string, now: number): number {
    const found = this.#failures.get(networkOf(address))
    if (found === undefined || found.count < this.#allowed.most || !this.#isWithin(found.since, now)) return 0
    return Math.ceil((found.since + this.#allowed.window - now) / 1000)
  }

  /** Notes a failure. */
  note(address: string, now: number): void {
    const network = networkOf(address)
    const found = this.#failures.get(network)
    const { since, count } = found !== undefined && this.#isWithin(found.since, now) ? found : { since: now, count: 0 }
    this.#failures.delete(network)
    this.#failures.set(network, { since, count: count + 1 })
    if (this.#failures.size <= MOST_REMEMBERED) return
    const [oldest = ''] = this.#failures.keys()
    this.#failures.delete(oldest)
  }

  /** Takes back a failure that was noted in advance. */
  forgive(address: string): void {
    const network = networkOf(address)
    const found = this.#failures.get(network)
    if (found !== undefined) this.#failures.set(network, { ...found, count: Math.max(0, found.count - 1) })
  }

  /** A clock that was set back must not lock anybody out for hours. */
  #isWithin(since: number, now: number): boolean {
    return now >= since && now < since + this.#allowed.window
  }
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
