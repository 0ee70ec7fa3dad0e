import { type Stats, statSync } from 'node:fs'
import { codeOf } from '../errors.ts'
import { readRegularFileSync } from '../files/regular-file.ts'
import { userDomainsIn } from './user-domains.ts'

/** Whose the domains of this host are, by cPanel's list; without it none has an owner. */
export class DomainOwners {
  readonly #file: string
  #accounts: ReadonlyMap<string, string> = new Map()
  #missing: string | undefined
  /** What tells one state of the file from another. */
  #look = ''

  /** Reads the list, `/etc/userdomains`. */
  constructor(file: string) {
    this.#file = file
    this.refresh()
  }

  /** Why owners are not known: the system's error code. */
  get missing(): string | undefined {
    return this.#missing
  }

  /** The account that a domain (in small letters) belongs to. */
  accountOf(domain: string): string | undefined {
    return this.#accounts.get(domain)
  }

  /** Reads the list again if its file is another one now, or was changed; says whether. Never throws. */
  refresh(): boolean {
    const look = this.#looked()
    if (look === this.#look) return false
    this.#look = look
    try {
      const owned = userDomainsIn(readRegularFileSync(this.#file, { follow: true }).text)
      this.#accounts = new Map(owned.flatMap(({ domain, account }) => (account === '' ? [] : [[domain, account]])))
      this.#missing = undefined
    } catch (error) {
      this.#accounts = new Map()
      this.#missing = codeOf(error) ?? 'no regular file'
    }
    return true
  }

  #looked(): string {
    try {
      const { ino, size, mtimeMs, ctimeMs }: Stats = statSync(this.#file)
      return `${ino} ${size} ${mtimeMs} ${ctimeMs}`
    } catch (error) {
      return codeOf(error) ?? 'unknown'
    }
  }
}
