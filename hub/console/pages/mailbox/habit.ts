import type { HabitAnswer, HabitCount, ShownEvent } from '../../../contract/event-contract.ts'
import { hourOf } from '../../words/numbers.ts'

/** How many logins before an event had what it has; undefined where it has nothing of that kind. */
export interface Standing {
  readonly network: number | undefined
  readonly service: number | undefined
  readonly hour: number | undefined
  /** Whether there was none in the hours beside it either. */
  readonly isOddHour: boolean
}

/** A habit is what was so for longer than a day; fewer logins than these, or fewer days, are none. */
const [DAY, FEWEST, SHORTEST] = [86_400, 10, 7 * 86_400]

/** What is usual for a mailbox. It holds no score: only how often something was so before. */
export class Habit {
  readonly #counts: readonly HabitCount[]
  readonly #hours: ReadonlyMap<number, number>
  readonly #first: number

  constructor({ counts }: HabitAnswer, zone: 'local' | 'utc') {
    this.#counts = counts
    this.#first = Math.min(...counts.map(({ hour }) => hour))
    this.#hours = new Map(counts.map(({ hour }) => [hour, hourOf(hour, zone)]))
  }

  /** How many whole days a habit is old more than a day before a time; undefined if there is none yet. */
  daysBefore(time: number): number | undefined {
    const before = this.#counts.filter((count) => count.hour < time - DAY)
    if (sum(before) < FEWEST || time - this.#first < SHORTEST) return undefined
    return Math.floor((time - DAY - this.#first) / DAY)
  }

  /** How an event stands beside the logins that were more than a day before it; undefined if these were too few. */
  standing(
    event: Pick<ShownEvent, 'time' | 'network'>,
    service: string | undefined,
    hour: number,
  ): Standing | undefined {
    if (this.daysBefore(event.time) === undefined) return undefined
    const before = this.#counts.filter((count) => count.hour < event.time - DAY)
    const within = (hours: readonly number[]): number =>
      sum(before.filter((count) => hours.includes(this.#hours.get(count.hour) ?? -1)))
    return {
      network: event.network === null ? undefined : sum(before.filter(({ network }) => network === event.network)),
      service: service === undefined ? undefined : sum(before.filter((count) => count.service === service)),
      hour: within([hour]),
      isOddHour: within([(hour + 23) % 24, hour, (hour + 1) % 24]) === 0,
    }
  }

  /** Whether the logins of an hour, from a network, differ from those before. */
  differs({ hour, network }: HabitCount): boolean {
    const standing = this.standing({ time: hour, network }, undefined, this.#hours.get(hour) ?? 0)
    return standing !== undefined && (standing.network === 0 || standing.isOddHour)
  }

  /** The hours of the day between which 95 of 100 logins fall. */
  get band(): { readonly from: number; readonly until: number } | undefined {
    const total = sum(this.#counts)
    if (total < FEWEST) return undefined
    const byHour = Array.from({ length: 24 }, (_, hour) =>
      sum(this.#counts.filter((count) => this.#hours.get(count.hour) === hour)),
    )
    let [from, until, left] = [0, 23, total * 0.05]
    while (from < until) {
      const isFirst = (byHour[from] ?? 0) <= (byHour[until] ?? 0)
      const least = (isFirst ? byHour[from] : byHour[until]) ?? 0
      if (least > left) break
      left -= least
      if (isFirst) from += 1
      else until -= 1
    }
    return { from, until: until + 1 }
  }
}

/** How often each value of a column was, the commonest first. */
export function commonest(
  counts: readonly HabitCount[],
  of: 'network' | 'service',
): readonly (readonly [string, number])[] {
  const groups = Map.groupBy(counts, (count) => count[of] ?? '')
  return [...groups].map(([value, some]) => [value, sum(some)] as const).toSorted((a, b) => b[1] - a[1])
}

function sum(counts: readonly HabitCount[]): number {
  return counts.reduce((total, { count }) => total + count, 0)
}
