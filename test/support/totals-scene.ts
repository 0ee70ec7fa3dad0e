import { agentOfHost } from '../../hub/store/ask/agent-of-host.ts'
import { keepTotals } from '../../hub/store/change/keep-totals.ts'
import type { Store } from '../../hub/store/store.ts'
import type { ToldTotals } from '../../hub/store/totals/told-totals.ts'
import { OTHER, type TotalsKind, type TotalsRow, WHOLE } from '../../lib/totals/totals.ts'

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]

/** Hosts of `consoleScene` that tell what they count, and how large each is; the others tell nothing. */
const TELLING = { srv03: 5, srv07: 4, srv09: 3, srv12: 2, srv15: 1 } as const

/** How many seconds before now nobody told anything, in whole hours. */
const NOBODY_TOLD = { from: 9, until: 8 } as const

/** Since how many hours a shop has errors, and its account sends to many more than usual. */
const LATE = 6

/** Parts of a host, by virtual host, account or sender. */
const KEYS: Readonly<Record<TotalsKind, readonly (readonly [key: string, part: number])[]>> = {
  traffic: [
    ['shop.example', 40],
    ['www.example.com', 24],
    ['news.example.org', 11],
    ['api.example.net', 9],
    [OTHER, 3],
  ],
  mail: [
    ['shop', 9],
    ['hofmann', 4],
    ['example', 3],
  ],
  senders: [],
  bandwidth: [
    ['shop', 60],
    ['example', 22],
    ['hofmann', 9],
    [OTHER, 2],
  ],
}

/** What hosts counted in the two weeks before a time, in seconds; nobody tells senders. */
export async function totalsScene(store: Store, now: number): Promise<void> {
  for (const [name, size] of Object.entries(TELLING)) {
    const agent = (await store.ask(agentOfHost, { host: `${name}.example.net` }))?.id ?? 0
    const totals = [...traffic(now, size), ...mail(now, size), ...bandwidth(now, size)]
    for (let at = 0; at < totals.length; at += 400)
      await store.change(keepTotals, { brought: [{ agent, totals: totals.slice(at, at + 400) }], received: now })
  }
}

/** The beginnings of periods up to a time. */
function times(now: number, step: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => now - (now % step) - (count - at) * step)
}

/** Each minute of the last two hours; before, what an hour had in one minute of it: the sums are the same. */
function traffic(now: number, size: number): readonly ToldTotals[] {
  const recent = now - (now % HOUR) - 2 * HOUR
  const minutes = times(now, MINUTE, Math.floor((now - recent) / MINUTE)).map((start) => [start, 1] as const)
  const hours = times(recent, HOUR, 16 * 24).map((start) => [start, 60] as const)
  return [...hours, ...minutes].flatMap(([start, weight]) => {
    const isLate = start >= now - LATE * HOUR
    const requests = size * weight * byDay(start)
    return told('traffic', { start, seconds: MINUTE }, now, (key, part) => {
      const failed = isLate && key === 'shop.example' ? 0.08 : 0.0004
      const mine = requests * part
      return [mine, mine * 17_000, 0, mine * (0.94 - failed), mine * 0.02, mine * 0.04, mine * failed]
    })
  })
}

function mail(now: number, size: number): readonly ToldTotals[] {
  return times(now, HOUR, 9 * 24).flatMap((start) => {
    const isLate = start >= now - LATE * HOUR
    return told('mail', { start, seconds: HOUR }, now, (key, part) => {
      const messages = size * part * byDay(start)
      const recipients = messages * (isLate && key === 'shop' ? 70 : 1.6)
      const failures = recipients * (isLate && key === 'shop' ? 0.2 : 0.02)
      const delivered = recipients - failures
      return [messages, recipients, messages * 61_000, delivered, delivered, delivered * 61_000, 9, 4, failures, 3]
    })
  })
}

function bandwidth(now: number, size: number): readonly ToldTotals[] {
  return times(now, DAY, 62).flatMap((start) =>
    told('bandwidth', { start, seconds: DAY }, now, (_, part) => {
      const bytes = size * part * 3_000_000 * (1 + 0.3 * wave(start / DAY))
      return [9, 260, 4, 40, 1, 6, 8, 11, 2, 3].map((each) => each * bytes * 0.1)
    }),
  )
}

type NumbersOf = (key: string, part: number) => readonly number[]

/** Totals of a period, unless nobody told any then. */
function told(
  kind: TotalsKind,
  { start, seconds }: Pick<ToldTotals, 'start' | 'seconds'>,
  now: number,
  numbersOf: NumbersOf,
): readonly ToldTotals[] {
  const hour = now - (now % HOUR)
  const isGap = start >= hour - NOBODY_TOLD.from * HOUR && start < hour - NOBODY_TOLD.until * HOUR
  if (isGap && seconds < DAY) return []
  const numbers = KEYS[kind].map(([key, part]) => numbersOf(key, part).map(Math.round))
  const rows = KEYS[kind].map(([key], at) => partsRow(key, numbers[at] ?? []))
  const whole = (numbers[0] ?? []).map((_, at) => numbers.reduce((sum, row) => sum + (row[at] ?? 0), 0))
  return [{ kind, start, seconds, revision: 1, rows: [partsRow(WHOLE, whole), ...rows] }]
}

function partsRow(key: string, numbers: readonly number[]): TotalsRow {
  return [key, ...numbers]
}

/** More by day than by night. */
function byDay(time: number): number {
  return 1 - 0.7 * Math.cos(((time % DAY) / DAY) * 2 * Math.PI) + 0.05 * wave(time / 2900)
}

function wave(at: number): number {
  return Math.sin(at * 2.1) * Math.cos(at * 0.7)
}
