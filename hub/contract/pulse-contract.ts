/** How the hub that answers does. */
export interface PulseAnswer {
  readonly version: string
  /** How many new events reports brought in the last minute. */
  readonly events: number
  /** How long such a report waited until it was stored, in milliseconds, in the mean; null if none came. */
  readonly stored: number | null
}
