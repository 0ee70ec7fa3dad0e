import type { TotalsAnswer } from '../../hub/contract/totals-contract.ts'
import { TOTALS, type TotalsKind, TOTALS_KINDS } from '../../lib/totals/totals.ts'

/** What hosts would have counted, made up from the time alone: the same each time it is asked. */
export interface TotalsScene {
  /** When the scene is looked at, in seconds: nothing was counted after it. */
  readonly now: number
  /** Those that tell, with their labels. */
  readonly hosts: readonly (readonly [host: string, label: string])[]
  /** How many others may report. */
  readonly untold: number
  /** Kinds that nobody tells. */
  readonly without?: readonly TotalsKind[]
  /** When nobody told anything, in seconds. */
  readonly gap?: readonly [from: number, until: number]
}

const STEPS: Readonly<Record<TotalsKind, number>> = { traffic: 60, mail: 3600, senders: 3600, bandwidth: 86_400 }

const KEYS: Readonly<Record<TotalsKind, readonly (readonly [key: string, weight: number])[]>> = {
  traffic: [
    ['shop.example', 40],
    ['www.example.com', 24],
    ['news.example.org', 11],
    ['api.example.net', 9],
    ['example.com', 5],
    ['(other)', 3],
  ],
  mail: [
    ['shop', 9],
    ['hofmann', 4],
    ['example', 3],
    ['(other)', 1],
  ],
  senders: [
    ['info@shop.example', 8],
    ['anna.berg@example.com', 2],
    ['office@example.org', 1],
  ],
  bandwidth: [
    ['shop', 60],
    ['example', 22],
    ['hofmann', 9],
    ['(other)', 2],
  ],
}

/** The answer of `GET /api/v1/totals` to a question, by its query, as a hub with such hosts would give it. */
export function totalsOf(query: URLSearchParams, scene: TotalsScene): TotalsAnswer {
  const kind = TOTALS_KINDS.find((each) => each === query.get('kind')) ?? 'traffic'
  const [from, until] = ['from', 'until'].map((name) => Number(query.get(name))) as [number, number]
  const step = kind === 'traffic' && until - from > 2 * 86_400 ? 3600 : STEPS[kind]
  const { numbers } = TOTALS[kind]
  const hosts = scene.hosts.filter(
    ([host, label]) =>
      [host, null].includes(query.get('host')) &&
      [label, null].includes(query.get('label')) &&
      scene.without?.includes(kind) !== true,
  )
  const keys = KEYS[kind].filter(([key]) => [key, null].includes(query.get('key')))
  const weight = keys.reduce((sum, [, each]) => sum + each, 0) * hosts.length
  const [gapFrom, gapUntil] = scene.gap ?? [0, 0]
  const times = Array.from({ length: Math.max(0, Math.ceil((until - from) / step)) }, (_, at) => from + at * step)
  const told = times.filter((time) => time + step <= scene.now && (time + step <= gapFrom || time >= gapUntil))
  const points =
    weight === 0 ? [] : told.map((time) => ({ time, numbers: numbersAt(kind, time, weight * step, scene) }))
  const sums = numbers.map((_, at) => points.reduce((sum, point) => sum + (point.numbers[at] ?? 0), 0))
  const part = (share: number): number[] => sums.map((sum) => Math.round(sum * share))
  return {
    kind,
    numbers,
    step,
    points,
    keys: weight === 0 ? [] : keys.map(([key, each]) => ({ key, numbers: part((each * hosts.length) / weight) })),
    hosts: hosts.map(([host, label], at) => {
      const shares = (hosts.length * (hosts.length + 1)) / 2
      return { host, label, numbers: part((hosts.length - at) / shares) }
    }),
    untold: scene.without?.includes(kind) === true ? scene.hosts.length + scene.untold : scene.untold,
  }
}

/** The numbers of a period: more by day than by night, and in the last six hours more than ever. */
function numbersAt(kind: TotalsKind, time: number, weight: number, { now }: TotalsScene): number[] {
  const day = 1 - 0.7 * Math.cos(((time % 86_400) / 86_400) * 2 * Math.PI)
  const wave = (0.8 + (0.4 * (((time / 60) * 7919) % 101)) / 101) * (kind === 'bandwidth' ? 1 : day)
  const isLate = time > now - 6 * 3600
  const amount = weight * wave * (isLate && kind !== 'bandwidth' ? 1.6 : 1)
  const rest = (shares: readonly number[]): number[] => shares.map((share) => Math.round(amount * share))
  if (kind === 'traffic') return rest([0.02, 340, 0, 0.0176, 0.0012, 0.0009, isLate ? 0.0006 : 0.00004])
  if (kind === 'bandwidth') return rest([9, 260, 4, 40, 1, 6, 8, 11, 2, 3])
  const recipients = isLate ? 0.03 : 0.004
  return rest([
    0.002,
    recipients,
    90,
    recipients * 0.86,
    recipients * 0.8,
    80,
    0.0004,
    0.0003,
    recipients * 0.1,
    0.0002,
  ])
}
