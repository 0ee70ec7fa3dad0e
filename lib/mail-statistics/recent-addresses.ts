/** An address that somebody logged in from. */
export interface RecentAddress {
  readonly ip: string
  /** The latest login, in seconds since 1970-01-01T00:00:00Z. */
  readonly time: number
  readonly logins: number
}

/** How long an address is recent, in seconds, as for cPanel's tracker of authenticated addresses. */
export const RECENT = 1800

/** Most addresses; then the one that logged in longest ago is forgotten. */
const MOST = 10_000

/** The addresses of logins to IMAP and POP3 in the last half hour. */
export class RecentAddresses {
  /** Those noted last at the end. */
  readonly #addresses = new Map<string, RecentAddress>()
  readonly #most: number

  constructor(saved: readonly RecentAddress[] = [], most = MOST) {
    this.#most = most
    for (const each of saved) this.#addresses.set(each.ip, each)
  }

  /** Notes a login. */
  note(ip: string, time: number): void {
    const known = this.#addresses.get(ip)
    this.#addresses.delete(ip)
    this.#addresses.set(ip, { ip, time: Math.max(time, known?.time ?? time), logins: (known?.logins ?? 0) + 1 })
    if (this.#addresses.size <= this.#most) return
    for (const first of this.#addresses.keys()) {
      this.#addresses.delete(first)
      return
    }
  }

  /** Forgets those before a time, and returns the others, the latest first. */
  since(time: number): readonly RecentAddress[] {
    for (const [ip, address] of this.#addresses) if (address.time < time) this.#addresses.delete(ip)
    return [...this.#addresses.values()].toSorted((one, other) => other.time - one.time)
  }

  /** As it is saved. */
  saved(): readonly RecentAddress[] {
    return [...this.#addresses.values()]
  }
}
