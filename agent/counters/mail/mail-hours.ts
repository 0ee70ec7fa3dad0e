import * as v from 'valibot'
import { AT, MAIL_COUNTS } from '../../../lib/mail-statistics/mail-counts.ts'
import { MailFold } from '../../../lib/mail-statistics/mail-fold.ts'
import { readMailState } from '../../../lib/mail-statistics/mail-state.ts'
import type { CountedPeriod } from '../../../lib/mail-statistics/open-periods.ts'
import type { AccountOf } from '../../../lib/mail-statistics/origin.ts'
import type { MailConfig, MailTotals } from '../../config/config.ts'
import type { CountedLog, CountedNews } from '../counter.ts'
import { NO_PERIOD_TOLD, savedTold } from './saved-told.ts'
import { ToldPeriods } from './told-periods.ts'

/** What leaves of the hours, by what is to be sent. */
const KINDS = {
  accounts: { kind: 'mail', table: 'account' },
  senders: { kind: 'senders', table: 'mailbox' },
} as const

/** How often an open hour is told, in seconds. */
const EVERY = 300

const HOUR = 3600

const RANKING = {
  width: MAIL_COUNTS.length,
  weights: (numbers: readonly number[]) =>
    [AT.messages, AT.recipients, AT.bytes, AT.delivered].map((index) => numbers[index] ?? 0),
}

const saved = v.strictObject({ fold: v.unknown(), told: v.record(v.string(), savedTold) })

/** What counts mail. */
interface MailHoursOptions extends Pick<MailConfig, 'send' | 'rows'> {
  readonly zone: string | undefined
  readonly accountOf: AccountOf
}

/** Mail of local hours, counted in Exim's main log: by account, by mailbox, or both, as far as it is to be sent. */
export class MailHours {
  readonly #fold: MailFold
  readonly #told: ReadonlyMap<string, ToldPeriods>

  constructor({ send, rows, zone, accountOf }: MailHoursOptions, state: unknown) {
    const before = v.safeParse(saved, state)
    const { fold, told } = before.success ? before.output : { fold: undefined, told: {} }
    const kinds = kindsOf(send)
    this.#fold = new MailFold({ zone, accountOf, by: kinds.map(({ table }) => table) }, readMailState(fold))
    this.#told = new Map(
      kinds.map((kind) => {
        const options = { ...RANKING, ...kind, most: rows, every: EVERY, secondsOf: () => HOUR }
        return [kind.kind, new ToldPeriods(options, told[kind.kind] ?? NO_PERIOD_TOLD)]
      }),
    )
  }

  /** Whether there is anything to count. */
  static isWanted({ send }: Pick<MailConfig, 'send'>): boolean {
    return kindsOf(send).length > 0
  }

  take(log: CountedLog, lines: Buffer): void {
    if (log.source === 'mail') this.#add(this.#fold.take(lines))
  }

  /** Without a further line, the clock ends an hour. */
  ended(log: CountedLog, now: number): void {
    if (log.source === 'mail') this.#add(this.#fold.close(now))
  }

  news(now: number): CountedNews['totals'] {
    return [...this.#told.values()].flatMap((told) => told.news(() => this.#fold.open(), now))
  }

  /** Domains may belong to others from now on. */
  forgetOwners(): void {
    this.#fold.forgetOwners()
  }

  saved(): unknown {
    const told = [...this.#told].map(([kind, periods]) => [kind, periods.saved()] as const)
    return { fold: this.#fold.state(), told: Object.fromEntries(told) }
  }

  #add(hours: readonly CountedPeriod[]): void {
    for (const hour of hours) for (const told of this.#told.values()) told.add(hour)
  }
}

type MailKinds = (typeof KINDS)[keyof typeof KINDS]

function kindsOf(send: readonly MailTotals[]): readonly MailKinds[] {
  return (['accounts', 'senders'] as const).filter((each) => send.includes(each)).map((each) => KINDS[each])
}
