/** A host as the API shows it. Times are seconds since 1970-01-01T00:00:00Z. */
export interface ShownHost {
  readonly host: string
  readonly former_names: readonly string[]
  readonly label: string
  readonly created: number
  /** When its last report came, and how many came. */
  readonly reported: number | null
  readonly reports: number
  /** The latest time of its events. */
  readonly last_event: number | null
  /** Events that came when they were older than what is kept. */
  readonly stale: number
  /** Entries that quarantine had no room for. */
  readonly left_out: number
  /** When its agent last said how it is. */
  readonly status_at: number | null
  readonly version: string | null
  readonly health: string | null
  /** Seconds that its oldest report waited there. */
  readonly lag: number | null
}

/** A host of the list, and whether it has credentials that count. */
export interface ListedHost extends ShownHost {
  readonly may_report: boolean
}

/** Every host. */
export interface HostsAnswer {
  readonly hosts: readonly ListedHost[]
}

/** One host, with what its agent said last: an `AgentStatus` of the agent's version. */
export interface HostAnswer {
  readonly host: ShownHost & { readonly status: Readonly<Record<string, unknown>> | null }
}

/** The new secret of a host, shown only once, and until when the one before it counts, too. */
export interface RotatedSecret {
  readonly identifier: string
  readonly secret: string
  readonly previous_until: number
}
