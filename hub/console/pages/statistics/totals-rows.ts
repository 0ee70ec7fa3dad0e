import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { numbersOf, type NumberOf } from './totals-sums.ts'

/** A line of a table: a virtual host, account, sender or host, with its numbers. */
export interface TotalsRow {
  /** What it is filtered by; undefined of what cannot be. */
  readonly name: string | undefined
  readonly words: string
  readonly of: NumberOf
  readonly label?: string
  /** What it had in the time before; undefined if that is not known. */
  readonly past: NumberOf | undefined
}

/** As hosts tell what has no line of its own: `lib/totals/totals.ts`. */
const OTHER = '(other)'

/** Whether a key names somebody. */
export function isNamed(key: string): boolean {
  return key !== OTHER && key !== ''
}

interface RowsOf {
  readonly answer: TotalsAnswer
  readonly before: TotalsAnswer | undefined
  readonly measure: string
  /** What keys are called that name nobody. */
  readonly names: { readonly other: string; readonly whole: string }
}

/** The lines of the keys, the most first; who names nobody is last. */
export function keyRows({ answer, before, measure, names }: RowsOf): readonly TotalsRow[] {
  const known = new Map(before?.keys.map(({ key, numbers }) => [key, numbers]))
  const rows = answer.keys.map(({ key, numbers }): TotalsRow => {
    const then = before === undefined ? undefined : known.get(key)
    return {
      name: isNamed(key) ? key : undefined,
      words: key === OTHER ? names.other : key === '' ? names.whole : key,
      of: numbersOf(answer.numbers, numbers),
      past: before === undefined || then === undefined ? undefined : numbersOf(before.numbers, then),
    }
  })
  return ordered(rows, measure)
}

/** The lines of the hosts, the most first. Who told nothing before has nothing to stand beside. */
export function hostRows({ answer, before, measure }: Omit<RowsOf, 'names'>): readonly TotalsRow[] {
  const known = new Map(before?.hosts.map(({ host, numbers }) => [host, numbers]))
  const rows = answer.hosts.map(({ host, label, numbers }): TotalsRow => {
    const then = known.get(host)
    return {
      name: host,
      words: host,
      label,
      of: numbersOf(answer.numbers, numbers),
      past: before === undefined || then === undefined ? undefined : numbersOf(before.numbers, then),
    }
  })
  return ordered(rows, measure)
}

function ordered(rows: readonly TotalsRow[], measure: string): readonly TotalsRow[] {
  const rank = ({ name }: TotalsRow): number => (name === undefined ? 1 : 0)
  return rows.toSorted((a, b) => rank(a) - rank(b) || (b.of(measure) ?? 0) - (a.of(measure) ?? 0))
}
