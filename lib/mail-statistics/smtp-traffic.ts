import { addTransfer } from './bandwidth-counts.ts'
import type { CountTable } from './count-table.ts'
import { endOfToken } from './mail-arrival.ts'
import { MailLines, type MailLinesOptions } from './mail-lines.ts'
import type { MailState } from './mail-state.ts'
import { SAYS } from './main-log-line.ts'
import { MAIL_KEYS, domainOfAddress } from './origin.ts'

/** Where the account stands among the keys of an origin. */
const ACCOUNT = MAIL_KEYS.indexOf('account')

const [LESS, MORE, EQUALS, SPACE, QUOTE, H] = [0x3c, 0x3e, 0x3d, 0x20, 0x22, 0x48]

/** The longest address. */
const LONGEST = 254

/** What the bytes of mail are added to. */
export interface TrafficRows {
  readonly total: number[]
  readonly table: CountTable
}

/**
 * Bytes of mail by account, in Exim's main log: a message that is delivered to a mailbox of an account came in, and one
 * of an account that is delivered to another host went out; each time it is delivered, with its size at its arrival.
 */
export class SmtpTraffic {
  readonly #lines: MailLines
  readonly #options: Omit<MailLinesOptions, 'by'>
  #day = 0

  constructor(options: Omit<MailLinesOptions, 'by'>, saved: Pick<MailState, 'origins' | 'messages' | 'folders'>) {
    this.#options = options
    this.#lines = new MailLines({ ...options, by: ['account'] }, saved, ({ day }) => {
      this.#day = day
    })
  }

  /** Domains may belong to others from now on. */
  forgetOwners(): void {
    this.#lines.forgetOwners()
  }

  /** What is remembered of messages, as it is saved. */
  saved(): ReturnType<MailLines['saved']> {
    return this.#lines.saved()
  }

  /** Takes a line; false if it is none of this log. `rowsOf` is asked only if it tells of bytes. */
  take(line: Buffer, rowsOf: (day: number) => TrafficRows): boolean {
    if (!this.#lines.read(line, 0, line.length)) return false
    const { says, size, origin, text } = this.#lines
    if (size === 0 || (says !== SAYS.delivered && says !== SAYS.further)) return true
    const isOut = isRemote(line, text)
    const account = isOut ? origin?.keys[ACCOUNT] : this.#options.accountOf(domainOfAddress(recipientIn(line, text)))
    if (account === undefined || account === '') return true
    const transfer = isOut ? { in: 0, out: size } : { in: size, out: 0 }
    const { total, table } = rowsOf(this.#day)
    addTransfer(total, 'smtp', transfer)
    addTransfer(table.row(account), 'smtp', transfer)
    return true
  }
}

/** Whether a delivery names a host, H=, before what that host answered. */
function isRemote(line: Buffer, start: number): boolean {
  for (let at = start; at < line.length; at += 1) {
    const byte = line[at]
    if (byte === QUOTE) return false
    if (byte === SPACE && line[at + 1] === H && line[at + 2] === EQUALS) return true
  }
  return false
}

/** `info <info@example.com> R=…`: the address in brackets is the one that mail was sent to; without one, the first. */
function recipientIn(line: Buffer, start: number): string {
  const end = endOfToken(line, start, Math.min(line.length, start + LONGEST))
  const isBracket = line[end + 1] === LESS
  if (!isBracket) return line.toString('utf8', start, end)
  const close = line.subarray(end, end + LONGEST).indexOf(MORE)
  return close === -1 ? '' : line.toString('utf8', end + 2, end + close)
}
