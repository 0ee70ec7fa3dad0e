import type { Entry } from '../../lib/event/entry.ts'
import { type NumberedLine, numberedLine } from '../torture/numbered-line.ts'

/** A followed log. */
export type Log = 'access' | 'login'

/** Prefixes of mailboxes that the API accepts and refuses. */
const [GOOD, POISON] = ['user', 'poison']

/** All written lines of all logs, each with its own number in its mailbox. */
export class WrittenLines {
  readonly #lines: NumberedLine[] = []

  get count(): number {
    return this.#lines.length
  }

  /** Makes the next line of a log. */
  next(log: Log, isPoison: boolean): NumberedLine {
    const form = { user: isPoison ? POISON : GOOD }
    const line = numberedLine(this.#lines.length, form)
    this.#lines.push(line)
    return log === 'login' ? line : { ...line, text: accessText(line) }
  }

  /** The numbers of the lines that the API accepts, or of the others. */
  numbers(which: 'good' | 'poison'): readonly number[] {
    return this.#lines.filter((line) => isPoison(line.mailbox) === (which === 'poison')).map(({ number }) => number)
  }

  /** The number of the line that an entry came from; undefined if no line matches. */
  numberOf({ mailbox_address: mailbox, ip, time }: Entry): number | undefined {
    const number = Number(/(\d{6})@example\.com$/.exec(String(mailbox))?.[1])
    const line = this.#lines[number]
    return line !== undefined && line.mailbox === mailbox && line.ip === ip && line.time === time ? number : undefined
  }
}

/** Whether the API always refuses entries of this mailbox. */
export function isPoison(mailbox: unknown): boolean {
  return String(mailbox).startsWith(POISON)
}

/** A line of access_log: the mailbox adds a forward. */
function accessText({ mailbox, ip, time }: NumberedLine): string {
  const [year, month, day, clock] = new Date(time * 1000).toISOString().split(/[-T.]/)
  const request = 'POST /cpsess4233906373/webmail/jupiter/mail/doaddfwd.html HTTP/1.1'
  return `${ip} - ${encodeURIComponent(mailbox)} [${month}/${day}/${year}:${clock} -0000] "${request}" 200 0 "-" "-" "s" "-" 2096\n`
}
