import { BANDWIDTH_SERVICES, BANDWIDTH_WIDTH, transferIn } from '../../../lib/mail-statistics/bandwidth-counts.ts'
import { CountTable, addTo, zeros } from '../../../lib/mail-statistics/count-table.ts'
import type { CountedPeriod } from '../../../lib/mail-statistics/open-periods.ts'
import { sizeWithUnit } from '../../../lib/terminal/size-with-unit.ts'
import { timeInZone } from '../../../lib/time/stamp.ts'
import type { Numbers, NumbersRow } from './printed-numbers.ts'

/** Days of which accounts are kept apart; all further ones are one. */
const MOST_DAYS = 1000

const OTHER_DAYS = '(other)'

/** Adds up days by account. */
export class BandwidthNumbers {
  readonly #zone: string | undefined
  readonly #days = new Map<string, CountTable>()
  readonly #total = zeros(BANDWIDTH_WIDTH)

  constructor(zone: string | undefined) {
    this.#zone = zone
  }

  add(periods: readonly CountedPeriod[]): void {
    for (const { start, total, tables } of periods) {
      addTo(this.#total, total)
      const day = this.#day(timeInZone(start, this.#zone).slice(0, 10))
      for (const [account, ...numbers] of tables['account'] ?? []) addTo(day.row(account), numbers)
    }
  }

  /** For people each account once, the one with the most bytes first; for programs each of its days. */
  numbers(isForPeople: boolean): Numbers {
    return {
      keys: ['day', 'account'],
      names: BANDWIDTH_SERVICES.flatMap((service) => [`${service}_in`, `${service}_out`]),
      rows: isForPeople ? this.#accounts() : this.#daysAndAccounts(),
      head: ['ACCOUNT', 'TOTAL', ...BANDWIDTH_SERVICES.map((service) => service.toUpperCase())],
      cells: ({ keys: [key = ''], numbers }) =>
        [key, sumOf(numbers), ...BANDWIDTH_SERVICES.map(sumOfService(numbers))].map((cell) =>
          typeof cell === 'number' ? sizeWithUnit(cell) : cell,
        ),
      total: { keys: ['total'], numbers: this.#total },
      isLastShown: false,
    }
  }

  #accounts(): readonly NumbersRow[] {
    const sums = new CountTable(BANDWIDTH_WIDTH)
    for (const day of this.#days.values()) sums.addAll(day)
    const rows = sums.rows().map(([key, ...numbers]): NumbersRow => ({ keys: [key], numbers }))
    return rows.toSorted((one, other) => sumOf(other.numbers) - sumOf(one.numbers))
  }

  #daysAndAccounts(): readonly NumbersRow[] {
    const days = [...this.#days].toSorted(([one], [other]) => (one < other ? -1 : 1))
    return days.flatMap(([day, table]) =>
      table.rows().map(([account, ...numbers]) => {
        return { keys: [day, account], numbers: zeros(BANDWIDTH_WIDTH).map((_, index) => numbers[index] ?? 0) }
      }),
    )
  }

  #day(text: string): CountTable {
    const key = this.#days.has(text) || this.#days.size < MOST_DAYS ? text : OTHER_DAYS
    const table = this.#days.get(key) ?? new CountTable(BANDWIDTH_WIDTH)
    this.#days.set(key, table)
    return table
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

function sumOfService(numbers: readonly number[]): (service: (typeof BANDWIDTH_SERVICES)[number]) => number {
  return (service) => {
    const transfer = transferIn(numbers, service)
    return transfer.in + transfer.out
  }
}
