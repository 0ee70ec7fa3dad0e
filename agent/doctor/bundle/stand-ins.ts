/** What is replaced: by its kind a number of its own. */
export type Replaced = 'account' | 'domain' | 'host' | 'identifier' | 'ip' | 'mailbox' | 'secret' | 'value'

/** What was put in the place of something. */
export const STAND_IN =
  /^(?:(?:account|host|identifier|ip|secret|value)-\d{1,9}|(?:mailbox-\d{1,9}@)?domain-\d{1,9}\.invalid|mailbox-\d{1,9})$/

/** What stands for a secret or a person: the same for the same within one bundle, so that support can follow. */
export class StandIns {
  readonly #known = new Map<string, string>()
  readonly #counts = new Map<Replaced, number>()

  /** What stands for a value; capitals make no difference, but in secrets. */
  of(kind: Replaced, value: string): string {
    const key = `${kind} ${kind === 'secret' || kind === 'value' ? value : value.toLowerCase()}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const number = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, number)
    const standIn = `${kind}-${number}${kind === 'domain' ? '.invalid' : ''}`
    this.#known.set(key, standIn)
    return standIn
  }

  /** What stands for what, for whoever runs the host, without secrets and what an operator wrote as he liked. */
  map(): Readonly<Record<string, string>> {
    const rows = [...this.#known].map(([key, standIn]) => [standIn, key.slice(key.indexOf(' ') + 1)] as const)
    return Object.fromEntries(rows.filter(([standIn]) => !/^(?:secret|identifier|value)-/.test(standIn)))
  }
}
