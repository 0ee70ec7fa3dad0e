import type { RestartTarget } from './restart-target.ts'

/** A time, by the host's clock, at which nobody wants to know. One that ends before it begins goes past midnight. */
export interface MaintenanceWindow {
  /** From 0, which is Sunday; undefined for every day. It is the day on which it begins. */
  readonly weekday?: number
  /** Minutes since midnight. */
  readonly from: number
  readonly to: number
}

/** What switches a check off: that a file is there or, with `line`, that it has this line. */
export interface OffSwitch {
  readonly path: string
  readonly line?: string
}

/** A check of a service or of the host; its `option` is `checks.NAME`. All times are in milliseconds. */
export interface CheckConfig {
  readonly name: string
  readonly option: string
  /** What checks, by its name in `agent/probes/probes.ts`. */
  readonly type: string
  /** From the beginning of one run to that of the next; undefined for what is usual for the type. */
  readonly interval: number | undefined
  /** A run that takes longer is ended, and has failed; undefined for what is usual for the type. */
  readonly limit: number | undefined
  /** An answer that takes longer is late; undefined if it may take until `limit`. */
  readonly late: number | undefined
  /** The name of the check without which this one says nothing. */
  readonly after: string | undefined
  /** So many failures in a row are told. */
  readonly failures: number
  readonly maintenance: readonly MaintenanceWindow[]
  /** Any of these switches it off. */
  readonly disabledBy: readonly OffSwitch[]
  /** What is restarted while it is down; undefined for nothing. */
  readonly restart: RestartTarget | undefined
  /** The keys of its type as written: their schema is that of the probe, which only the watcher loads. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Set where nobody wrote it: it is of what was found here. */
  readonly isFound?: true
}

/** Another host to ask whether this one has a network. */
export interface ReferenceTarget {
  readonly host: string
  readonly port: number
}

/** What is kept an eye on. */
export interface WatchConfig {
  /** Those that somebody wrote; at least one, but with `isAuto`. */
  readonly checks: readonly CheckConfig[]
  /** Whether what is found on this host is checked, too. */
  readonly isAuto?: true
  readonly references: readonly ReferenceTarget[]
  /** The file of rounds in the form of chkservd.log; undefined for none. */
  readonly log?: string
}
