import type { TotalsKind } from '../../../lib/totals/totals.ts'

/** How long the periods are, about, in seconds. */
export const [MINUTE, HOUR, DAY] = [60, 3600, 86_400] as const

/** How long the periods of totals are that agents tell, and what the hub sums up beside, in seconds. */
export const LEVELS: Readonly<Record<TotalsKind, { readonly told: number; readonly sums: readonly number[] }>> = {
  traffic: { told: MINUTE, sums: [HOUR, DAY] },
  mail: { told: HOUR, sums: [DAY] },
  senders: { told: HOUR, sums: [DAY] },
  // A local day, which is in most zones none of UTC.
  bandwidth: { told: DAY, sums: [] },
}

/**
 * The beginning of the UTC minute, hour or day that a period counts in: that of its middle, as local hours and days lie
 * across those of UTC.
 */
export function stepAt({ start, seconds }: { readonly start: number; readonly seconds: number }, step: number): number {
  const middle = start + seconds / 2
  return middle - (middle % step)
}
