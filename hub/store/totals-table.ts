/** What was counted in a period: as an agent told it, or the sum of what it told. */
export interface TotalsTable {
  /** One of `TOTALS_KINDS`. */
  readonly kind: string
  /** How long the period is, about, in seconds: 60, 3600 or 86400. See `LEVELS`. */
  readonly width: number
  readonly agent: number
  /** Its first second, and its length: what an agent told need not begin with a UTC hour or day. */
  readonly start: number
  readonly seconds: number
  /** That of what the agent told; null for a sum. */
  readonly revision: number | null
  /** When it came last. */
  readonly received: number
  /** As JSON: a list of keys and their numbers, as in `Totals`. */
  readonly sums: string
  /** Of a sum: the parts that it has, and are not kept any more, as JSON: minute of the hour and revision. */
  readonly counted: string | null
}
