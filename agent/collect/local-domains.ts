import { statSync } from 'node:fs'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'

/** The domains of which cPanel delivers mail on this server, one a line. */
export const LOCAL_DOMAINS = '/etc/localdomains'

/** Bytes; a hundred thousand domains take a tenth of them. */
const LARGEST = 16 * 1024 * 1024

/** The domains in a file that changes; none while it cannot be read. */
export class LocalDomains {
  readonly #file: string
  #version = ''
  #domains: ReadonlySet<string> = new Set()

  constructor(file: string) {
    this.#file = file
  }

  /** Whether a domain, in lower case, is in the file as it is now. */
  has(domain: string): boolean {
    const version = this.#versionNow()
    if (version !== this.#version) {
      this.#domains = this.#read()
      this.#version = version
    }
    return this.#domains.has(domain)
  }

  #versionNow(): string {
    const { ino, size, mtimeNs } = statSync(this.#file, { bigint: true, throwIfNoEntry: false }) ?? {}
    return `${ino} ${size} ${mtimeNs}`
  }

  /** `check` says why a file cannot be read. */
  #read(): ReadonlySet<string> {
    try {
      const { text } = readRegularFileSync(this.#file, { most: LARGEST, follow: true })
      return new Set(text.toLowerCase().match(/\S+/g))
    } catch {
      return new Set()
    }
  }
}

const here = new LocalDomains(LOCAL_DOMAINS)

/** Whether this server takes mail for a domain, in lower case. */
export function isLocalDomain(domain: string): boolean {
  return here.has(domain)
}
