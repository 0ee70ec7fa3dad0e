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
    const line = numberedLine(this.#lines.length, { user: isPoison ? POISON : GOOD, log })
    this.#lines.push(line)
    return line
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
