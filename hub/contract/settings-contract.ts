/** How the hub is configured, without anything secret. Durations are seconds. */
export interface SettingsAnswer {
  readonly version: string
  /** When this hub started, in seconds since 1970. */
  readonly started: number
  readonly store: {
    readonly kind: 'embedded' | 'postgresql'
    /** The folder, or the servers and the database. */
    readonly place: string
  }
  readonly public_url: string | null
  readonly trusted_proxies: readonly string[]
  readonly retention: {
    readonly events: number
    /** Kinds of events that are kept for less time. */
    readonly kinds: Readonly<Record<string, number>>
    readonly incidents: number
    readonly quarantine: number
    readonly audit: number
    /** Requests of single minutes; of hours and days `totals`. */
    readonly minutes: number
    readonly totals: number
    readonly places: number
  }
  /** After how long without a word a host counts as silent. */
  readonly silence: number
  /** The databases of places that are in use; `built` in seconds since 1970 as they say, null if they do not. */
  readonly places: readonly {
    readonly part: 'country' | 'network'
    readonly file: string
    readonly built: number | null
  }[]
  /** Where events are forwarded to. */
  readonly forward: readonly string[]
}

/** What was taken out of the store with a mailbox. */
export interface ErasedCounts {
  readonly events: number
  readonly naming_events: number
  readonly incidents: number
  readonly rows: number
  readonly texts: number
  /** Whether nothing is left in the files of the store either. */
  readonly scrubbed: boolean
}

/** Entries that could not be taken as events, newest first; `next` is `before` of the next page. */
export interface QuarantineAnswer {
  readonly entries: readonly {
    readonly id: number
    readonly at: number
    readonly host: string
    readonly reason: string
    readonly detail: string
    /** As sent: its JSON, cut. */
    readonly entry: string
  }[]
  readonly next: number | null
}
