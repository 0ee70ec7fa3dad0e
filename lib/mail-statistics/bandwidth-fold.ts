import { parseSyslogStamp } from '../time/syslog-stamp.ts'
import { BANDWIDTH_WIDTH, type BandwidthService, type Transfer, addTransfer } from './bandwidth-counts.ts'
import { type BandwidthState, EMPTY_BANDWIDTH_STATE } from './bandwidth-state.ts'
import { parseBytesLogLine } from './bytes-log-line.ts'
import { CountTable } from './count-table.ts'
import { parseFtpTransfer } from './ftp-transfer.ts'
import { LocalPeriods } from './local-periods.ts'
import type { MailLinesOptions } from './mail-lines.ts'
import { mailboxTraffic } from './mailbox-traffic.ts'
import { OpenPeriods, type CountedPeriod } from './open-periods.ts'
import { domainOfAddress, isServiceUser } from './origin.ts'
import { SmtpTraffic, type TrafficRows } from './smtp-traffic.ts'

/** What syslog wrote in front of a message; undefined for other lines. */
export type SyslogHeader = (
  line: string,
) => { readonly stamp: string; readonly program: string; readonly message: string } | undefined

/** What counting bandwidth needs of its surroundings. */
export interface BandwidthOptions extends Omit<MailLinesOptions, 'by'> {
  readonly syslogHeader: SyslogHeader
}

/** Where a line comes from. */
export interface LineOrigin {
  /** For syslog's stamps without a year, in seconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  /** Whose bytes_log it is of, if it is of one. */
  readonly domain?: string | undefined
}

/** Of a line so many bytes are looked at: what counts is at its ends, and no log of these has longer ones. */
const LONGEST = 4096

/** Of any log's day; the table of accounts is the only one. */
const SHAPE = { unit: 'day', width: BANDWIDTH_WIDTH, tables: ['account'] } as const

/**
 * Counts bytes by account and local day in the lines of several logs, each known by its form: cPanel's bytes_log,
 * Dovecot's ends of sessions, deliveries of Exim, and transfers of FTP. Days of all logs are added up.
 */
export class BandwidthFold {
  readonly #options: BandwidthOptions
  readonly #days: OpenPeriods
  readonly #periods: LocalPeriods
  readonly #smtp: SmtpTraffic
  /** The request of which the first line was read last. */
  #request: BandwidthState['request']
  /** The day of the last line that told of bytes. */
  #latest = 0
  #unrecognised = 0

  constructor(options: BandwidthOptions, saved: BandwidthState = EMPTY_BANDWIDTH_STATE) {
    this.#options = options
    this.#days = new OpenPeriods(SHAPE, saved.days)
    this.#periods = new LocalPeriods(options.zone)
    this.#smtp = new SmtpTraffic(options, saved)
    this.#request = saved.request
  }

  /** How many lines have no form that it knows. */
  get unrecognised(): number {
    return this.#unrecognised
  }

  /** The days that still count, as they are now. */
  open(): readonly CountedPeriod[] {
    return this.#days.saved()
  }

  /** All it knows. */
  state(): BandwidthState {
    return { ...EMPTY_BANDWIDTH_STATE, days: this.#days.saved(), ...this.#smtp.saved(), request: this.#request }
  }

  /** Takes one line without its newline. */
  take(line: Buffer, origin: LineOrigin): void {
    if (
      !this.#smtp.take(line, (day) => this.#rowsOf(day)) &&
      !this.#takeText(line.toString('utf8', 0, LONGEST), origin)
    )
      this.#unrecognised += 1
  }

  /**
   * Closes the days that were over a minute before a time, by default before the day of the last line, and those that
   * are too many.
   */
  close(time = this.#latest): readonly CountedPeriod[] {
    return this.#days.close(time).map((each) => this.#days.told(each))
  }

  /** Domains may belong to others from now on. */
  forgetOwners(): void {
    this.#smtp.forgetOwners()
  }

  #takeText(text: string, { domain, now }: LineOrigin): boolean {
    const { zone, accountOf } = this.#options
    const part = parseBytesLogLine(text)
    if (part !== undefined) {
      if (domain === undefined) return false
      const isOut = this.#isSecond(domain, part.time)
      const transfer = isOut ? { in: 0, out: part.bytes } : { in: part.bytes, out: 0 }
      this.#add(part.time, accountOf(domain.toLowerCase()), 'http', transfer)
      return true
    }
    const file = parseFtpTransfer(text, zone)
    if (file === undefined) return this.#takeSession(text, now)
    this.#add(file.time, this.#accountOfUser(file.user), 'ftp', file)
    return true
  }

  /** A request has two lines of one time: what came in, then what went out. */
  #isSecond(domain: string, time: number): boolean {
    const [ofDomain, ofTime] = this.#request ?? []
    const isSecond = ofDomain === domain && ofTime === time
    this.#request = isSecond ? null : [domain, time]
    return isSecond
  }

  #takeSession(text: string, now: number): boolean {
    const { syslogHeader, zone } = this.#options
    const entry = syslogHeader(text)
    if (entry === undefined) return false
    const session = entry.program === 'dovecot' ? mailboxTraffic(entry.message) : undefined
    const time = session === undefined ? undefined : parseSyslogStamp(entry.stamp, zone, now)
    if (session !== undefined && time !== undefined && !isServiceUser(session.user))
      this.#add(time, this.#accountOfUser(session.user), session.service, session)
    return true
  }

  /** A mailbox's, by its domain; any other user is an account. */
  #accountOfUser(user: string): string | undefined {
    return user.includes('@') ? this.#options.accountOf(domainOfAddress(user)) : user
  }

  /** What belongs to no account counts for the whole host alone. */
  #add(time: number, account: string | undefined, service: BandwidthService, transfer: Transfer): void {
    if (time < (this.#options.since ?? -Infinity)) return
    const { total, table } = this.#rowsOf(this.#periods.dayOf(time))
    addTransfer(total, service, transfer)
    if (account !== undefined) addTransfer(table.row(account), service, transfer)
  }

  #rowsOf(day: number): TrafficRows {
    this.#latest = day
    const { total, tables } = this.#days.at(day, day)
    const [table = new CountTable(BANDWIDTH_WIDTH)] = tables
    return { total, table }
  }
}
