import type { Entry } from '../../lib/event/entry.ts'
import { type NumberedLine, numberedLine } from '../torture/numbered-line.ts'

/** A log that is followed. */
export type Log = 'access' | 'login'

/** What the mailbox of a line begins with that the API takes, and of one that it does not. */
const [GOOD, POISON] = ['user', 'poison']

/** All lines that were written, whichever log they are of, each with a number of its own in its mailbox. */
export class WrittenLines {
  readonly #lines: NumberedLine[] = []

  get count(): number {
    return this.#lines.length
  }

  /** The next line of a log. */
  next(log: Log, isPoison: boolean): NumberedLine {
    const form = { user: isPoison ? POISON : GOOD }
    const line = numberedLine(this.#lines.length, form)
    this.#lines.push(line)
    return log === 'login' ? line : { ...line, text: accessText(line) }
  }

  /** The numbers of the lines that the API takes, or of the others. */
  numbers(which: 'good' | 'poison'): readonly number[] {
    return this.#lines.filter((line) => isPoison(line.mailbox) === (which === 'poison')).map(({ number }) => number)
  }

  /** The line that an entry is of; undefined where none says that. */
  numberOf({ mailbox_address: mailbox, ip, time }: Entry): number | undefined {
    const number = Number(/(\d{6})@example\.com$/.exec(String(mailbox))?.[1])
    const line = this.#lines[number]
    return line !== undefined && line.mailbox === mailbox && line.ip === ip && line.time === time ? number : undefined
  }
}

/** Whether the API never takes an entry of that mailbox. */
export function isPoison(mailbox: unknown): boolean {
  return String(mailbox).startsWith(POISON)
}

/** A line of access_log: the mailbox has added a forward. */
function accessText({ mailbox, ip, time }: NumberedLine): string {
  const [year, month, day, clock] = new Date(time * 1000).toISOString().split(/[-T.]/)
  const request = 'POST /cpsess4233906373/webmail/jupiter/mail/doaddfwd.html HTTP/1.1'
  return `${ip} - ${encodeURIComponent(mailbox)} [${month}/${day}/${year}:${clock} -0000] "${request}" 200 0 "-" "-" "s" "-" 2096\n`
}
