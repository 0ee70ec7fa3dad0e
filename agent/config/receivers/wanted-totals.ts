import { TOTALS_KINDS, type TotalsKind } from '../../../lib/totals/totals.ts'
import type { Config } from '../config.ts'

/** Which totals any receiver gets: nobody needs to seal others. Hubs that this agent is enrolled with get all. */
export function wantsTotals({ receivers }: Pick<Config, 'receivers'>): ReadonlySet<TotalsKind> {
  return new Set(receivers.some(({ tellsStatus }) => tellsStatus === true) ? TOTALS_KINDS : [])
}
