import type { TotalsKind } from '../../../lib/totals/totals.ts'
import type { Config } from '../config.ts'

/**
 * Which totals any receiver gets, also one that is switched off, for which they wait: nobody needs to seal others. None
 * if the set is empty.
 */
export function wantsTotals({ receivers }: Pick<Config, 'receivers'>): ReadonlySet<TotalsKind> {
  return new Set(receivers.flatMap(({ totals = [] }) => totals))
}
