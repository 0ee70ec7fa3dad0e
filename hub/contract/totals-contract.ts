/** A period, and the sums of the chosen hosts and keys in it, in the order of `numbers`. */
export interface TotalsPoint {
  /** When it begins, in seconds since 1970-01-01T00:00:00Z. */
  readonly time: number
  readonly numbers: readonly number[]
}

/**
 * What hosts counted in a span, summed up: `GET /api/v1/totals?kind=traffic&from=…&until=…&host=…&label=…&key=…`. A
 * period that nobody told has no point: nobody knows how much it was.
 */
export interface TotalsAnswer {
  /** `traffic`, `mail`, `senders` or `bandwidth`. */
  readonly kind: string
  /** What the numbers are, as `lib/totals/totals.ts` names them. */
  readonly numbers: readonly string[]
  /** Seconds from one point to the next: 60 where minutes are kept and the span is short, else 3600 or 86400. */
  readonly step: number
  readonly points: readonly TotalsPoint[]
  /** Virtual hosts, accounts or senders with the most requests, messages or bytes in the span, the highest first. */
  readonly keys: readonly { readonly key: string; readonly numbers: readonly number[] }[]
  /** The same by host; hosts that told nothing of this kind in the span are not in it. */
  readonly hosts: readonly { readonly host: string; readonly label: string; readonly numbers: readonly number[] }[]
  /** How many hosts may report and told nothing of this kind in the span. */
  readonly untold: number
}
