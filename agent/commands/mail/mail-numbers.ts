import { CountTable, addTo, zeros } from '../../../lib/mail-statistics/count-table.ts'
import { AT, MAIL_COUNTS } from '../../../lib/mail-statistics/mail-counts.ts'
import type { CountedPeriod } from '../../../lib/mail-statistics/open-periods.ts'
import { sizeWithUnit } from '../../../lib/terminal/size-with-unit.ts'
import { timeInZone } from '../../../lib/time/stamp.ts'
import type { MailGrouping } from './mail-request.ts'
import type { Numbers, NumbersRow } from './printed-numbers.ts'

/** What people see of the numbers. */
const SHOWN = [AT.messages, AT.recipients, AT.bytes, AT.delivered, AT.deferred, AT.failed] as const

const HEAD = ['MESSAGES', 'RECIPIENTS', 'SIZE', 'DELIVERED', 'DEFERRED', 'FAILED']

/** Adds up the hours of a log by one key. */
export class MailNumbers {
  readonly #by: MailGrouping
  readonly #zone: string | undefined
  readonly #sums = new CountTable(MAIL_COUNTS.length)
  readonly #total = zeros(MAIL_COUNTS.length)

  constructor(by: MailGrouping, zone: string | undefined) {
    this.#by = by
    this.#zone = zone
  }

  /** Adds hours. */
  add(periods: readonly CountedPeriod[]): void {
    for (const { start, total, tables } of periods) {
      addTo(this.#total, total)
      if (this.#by === 'hour' || this.#by === 'day') addTo(this.#sums.row(this.#timeOf(start)), total)
      else for (const [key, ...numbers] of tables[this.#by] ?? []) addTo(this.#sums.row(key), numbers)
    }
  }

  /** All rows: those with the most messages first, times in their order. */
  numbers(): Numbers {
    const isTime = this.#by === 'hour' || this.#by === 'day'
    const rows = this.#sums.rows().map(([key, ...numbers]): NumbersRow => {
      return { keys: [key], numbers: MAIL_COUNTS.map((_, index) => numbers[index] ?? 0) }
    })
    return {
      keys: [this.#by],
      names: MAIL_COUNTS,
      rows: rows.toSorted(isTime ? byKey : byMessages),
      head: [this.#by.toUpperCase(), ...HEAD],
      cells: ({ keys: [key = ''], numbers }) => [
        key,
        ...SHOWN.map((index) => (index === AT.bytes ? sizeWithUnit(numbers[index] ?? 0) : String(numbers[index] ?? 0))),
      ],
      total: { keys: ['total'], numbers: this.#total },
      isLastShown: isTime,
    }
  }

  #timeOf(start: number): string {
    const time = timeInZone(start, this.#zone)
    return this.#by === 'hour' ? time.slice(0, 16) : time.slice(0, 10)
  }
}

function byKey({ keys: [one = ''] }: NumbersRow, { keys: [other = ''] }: NumbersRow): number {
  return one < other ? -1 : 1
}

/** Those without messages, whose mail arrived before, by what became of it. */
function byMessages(one: NumbersRow, other: NumbersRow): number {
  for (const index of [AT.messages, AT.recipients, AT.bytes, AT.delivered]) {
    const difference = (other.numbers[index] ?? 0) - (one.numbers[index] ?? 0)
    if (difference !== 0) return difference
  }
  return byKey(one, other)
}
