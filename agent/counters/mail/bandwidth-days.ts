import { basename } from 'node:path'
import * as v from 'valibot'
import { BANDWIDTH_WIDTH } from '../../../lib/mail-statistics/bandwidth-counts.ts'
import { BandwidthFold } from '../../../lib/mail-statistics/bandwidth-fold.ts'
import { readBandwidthState } from '../../../lib/mail-statistics/bandwidth-state.ts'
import { domainOfBytesLog } from '../../../lib/mail-statistics/bytes-log-line.ts'
import { LocalPeriods } from '../../../lib/mail-statistics/local-periods.ts'
import type { CountedPeriod } from '../../../lib/mail-statistics/open-periods.ts'
import type { AccountOf } from '../../../lib/mail-statistics/origin.ts'
import type { MailConfig } from '../../config/config.ts'
import { parseSyslogLine } from '../../drivers/syslog-line.ts'
import type { CountedLog, CountedNews } from '../counter.ts'
import { NO_PERIOD_TOLD, savedTold } from './saved-told.ts'
import { ToldPeriods } from './told-periods.ts'

const NEWLINE = 0x0a

/** How often an open day is told, in seconds. */
const EVERY = 3600

/** How long after a day its lines may come, in seconds: Apache writes a request at its end, with the time it began. */
const LATENESS = 3600

/** Longer than any day, and shorter than any two. */
const NEXT_DAY = 30 * 3600

/** Logs that are behind are known at most; the days of further ones close without them. */
const MOST_BEHIND = 1000

const saved = v.strictObject({
  fold: v.unknown(),
  told: savedTold,
  behind: v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096))), v.maxLength(MOST_BEHIND)),
})

/** What counts bandwidth. */
interface BandwidthDaysOptions extends Pick<MailConfig, 'rows'> {
  readonly zone: string | undefined
  readonly accountOf: AccountOf
}

/** Bytes of local days by account, counted in the logs of all services. A day is over once every log is at its end. */
export class BandwidthDays {
  readonly #fold: BandwidthFold
  readonly #told: ToldPeriods
  /** Paths of logs that were not at their end when they were last read. */
  readonly #behind: Set<string>

  constructor({ rows, zone, accountOf }: BandwidthDaysOptions, state: unknown) {
    const before = v.safeParse(saved, state)
    const { fold, told, behind } = before.success
      ? before.output
      : { fold: undefined, told: NO_PERIOD_TOLD, behind: [] }
    const days = new LocalPeriods(zone)
    const options = {
      kind: 'bandwidth',
      table: 'account',
      width: BANDWIDTH_WIDTH,
      weights: (numbers: readonly number[]) => [numbers.reduce((sum, number) => sum + number, 0)],
      most: rows,
      every: EVERY,
      secondsOf: (start: number) => days.dayOf(start + NEXT_DAY) - start,
    } as const
    this.#fold = new BandwidthFold({ zone, accountOf, syslogHeader: parseSyslogLine }, readBandwidthState(fold))
    this.#told = new ToldPeriods(options, told)
    this.#behind = new Set(behind)
  }

  take({ path }: CountedLog, lines: Buffer, now: number): void {
    if (this.#behind.size < MOST_BEHIND) this.#behind.add(path)
    const origin = { now, domain: domainOfBytesLog(basename(path)) }
    for (let start = 0; start < lines.length;) {
      const newline = lines.indexOf(NEWLINE, start)
      const end = newline === -1 ? lines.length : newline
      this.#fold.take(lines.subarray(start, end), origin)
      // Never by a line: other logs may be days behind this one.
      this.#add(this.#fold.close(-Infinity))
      start = end + 1
    }
  }

  /** Nobody waits for it any more, as it is at its end or gone. */
  isAtEnd({ path }: CountedLog): void {
    this.#behind.delete(path)
  }

  news(now: number): CountedNews['totals'] {
    if (this.#behind.size === 0) this.#add(this.#fold.close(now - LATENESS))
    return this.#told.news(() => this.#fold.open(), now)
  }

  /** Domains may belong to others from now on. */
  forgetOwners(): void {
    this.#fold.forgetOwners()
  }

  saved(): unknown {
    return { fold: this.#fold.state(), told: this.#told.saved(), behind: [...this.#behind] }
  }

  #add(days: readonly CountedPeriod[]): void {
    for (const day of days) this.#told.add(day)
  }
}
