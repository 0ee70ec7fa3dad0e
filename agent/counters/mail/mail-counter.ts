import * as v from 'valibot'
import { DomainOwners } from '../../../lib/system/users/domain-owners.ts'
import type { MailConfig } from '../../config/config.ts'
import type { CountedLog, CountedNews, Counter } from '../counter.ts'
import { BandwidthDays } from './bandwidth-days.ts'
import { MailHours } from './mail-hours.ts'

const VERSION = 1

const saved = v.strictObject({ version: v.literal(VERSION), mail: v.unknown(), bandwidth: v.unknown() })

/** What a counter of mail needs of its host. */
export interface MailSurroundings {
  /** Of stamps without an offset, and of hours and days, as `parseStamp` takes it. */
  readonly zone: string | undefined
  /** Where cPanel lists whose domains are: `USER_DOMAINS`. */
  readonly userDomains: string
}

/** Counts mail by hour and bandwidth by day, as far as they are to be sent. */
export class MailCounter implements Counter {
  readonly #owners: DomainOwners
  readonly #mail: MailHours | undefined
  readonly #bandwidth: BandwidthDays | undefined

  /** `state`: what `saved` told; anything else is as nothing. */
  constructor(config: MailConfig, { zone, userDomains }: MailSurroundings, state?: unknown) {
    const before = v.safeParse(saved, state)
    const { mail, bandwidth } = before.success ? before.output : {}
    const owners = new DomainOwners(userDomains)
    const options = { ...config, zone, accountOf: (domain: string) => owners.accountOf(domain) }
    this.#owners = owners
    this.#mail = MailHours.isWanted(config) ? new MailHours(options, mail) : undefined
    this.#bandwidth = config.send.includes('bandwidth') ? new BandwidthDays(options, bandwidth) : undefined
  }

  take(log: CountedLog, lines: Buffer, now: number): void {
    this.#mail?.take(log, lines)
    this.#bandwidth?.take(log, lines, now)
  }

  ended(log: CountedLog, now: number): void {
    this.#mail?.ended(log, now)
    this.#bandwidth?.isAtEnd(log)
  }

  left(log: CountedLog): void {
    this.#bandwidth?.isAtEnd(log)
  }

  /** Also looks whether domains belong to others now; that counts from the next line on. */
  news(now: number): CountedNews {
    const totals = [...(this.#mail?.news(now) ?? []), ...(this.#bandwidth?.news(now) ?? [])]
    if (this.#owners.refresh()) {
      this.#mail?.forgetOwners()
      this.#bandwidth?.forgetOwners()
    }
    return { events: [], totals }
  }

  saved(): unknown {
    return { version: VERSION, mail: this.#mail?.saved() ?? null, bandwidth: this.#bandwidth?.saved() ?? null }
  }
}
