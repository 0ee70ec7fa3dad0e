import { TOTALS, type Totals, type TotalsKind, type TotalsRow, WHOLE } from '../../lib/totals/totals.ts'

/** A row of totals with its words. */
export interface NamedRow {
  readonly kind: TotalsKind
  /** What the key is: `vhost`, `account` or `sender`; undefined in the row that sums up the whole host. */
  readonly keyName: string | undefined
  readonly key: string
  readonly numbers: readonly (readonly [name: string, number: number])[]
}

/** A row of totals with the names of its numbers. */
export function namedRow({ kind }: Pick<Totals, 'kind'>, [key, ...numbers]: TotalsRow): NamedRow {
  const { key: keyName, numbers: names } = TOTALS[kind]
  return {
    kind,
    keyName: key === WHOLE ? undefined : keyName,
    key,
    numbers: names.map((name, index) => [name, numbers[index] ?? 0]),
  }
}
