import type * as v from 'valibot'

/**
 * What a probe found: `ok`; `late`, it answered but took longer than it may; `warning`, something is to be looked at;
 * `failed`, it is not as it should be; `unknown`, nothing can be said, as the means to look are missing.
 */
export type Verdict = 'ok' | 'late' | 'warning' | 'failed' | 'unknown'

/** A number that a probe measured, for metrics and status. */
export interface Gauge {
  /** Words with underscores, as `connect_seconds`; the same probe always gives the same names. */
  readonly name: string
  readonly value: number
  /** What the value is of, as `mount: /home`; undefined if the name says it. At most a few dozen at once. */
  readonly of?: Readonly<Record<string, string>>
}

/** The certificate that a server showed. A certificate that is not trusted is told, and is no failure by itself. */
export interface ShownCertificate {
  /** When it ends, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly expires: number
  /** Why it is not trusted, in OpenSSL's word, as `CERT_HAS_EXPIRED`; undefined if it is. */
  readonly distrust?: string
}

/** What one run of a probe says. */
export interface ProbeResult {
  readonly verdict: Verdict
  /**
   * One short sentence for an operator: what was found, or what failed at which step. What a server or a program said
   * in it is escaped and bounded.
   */
  readonly text: string
  readonly gauges?: readonly Gauge[]
  readonly certificate?: ShownCertificate
  /** Set if a warning says no more than that the host wants a reboot. */
  readonly wantsReboot?: boolean
  /** Set if an administrator switched off what is checked, so that nobody is to be told of it. */
  readonly isOff?: boolean
}

/** One step of a run, for an operator who watches: what was done, sent (`>`) or received (`<`). */
export interface ProbeStep {
  readonly sign: '*' | '>' | '<'
  /** Escaped, without line breaks. */
  readonly text: string
}

/** What a probe works with. */
export interface ProbeTools {
  /** The name of the check. */
  readonly check: string
  /** Aborted at the hard limit: the probe ends at once, with all that it started. */
  readonly signal: AbortSignal
  /** The wall clock, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number
  /** Milliseconds on a clock that never steps. */
  readonly elapsed: () => number
  /** Hears each step; nobody puts into words what nobody hears. */
  readonly step?: ((step: ProbeStep) => void) | undefined
}

/** How often a probe runs and how long it may take, in milliseconds, where the configuration says nothing. */
export interface UsualTimes {
  readonly interval: number
  readonly limit: number
}

/**
 * A way to check something. What its target says is never trusted. It never rejects for what the target does, or does
 * not do: that is a result.
 */
export interface Probe<T = unknown> {
  /** What `type:` calls it. */
  readonly name: string
  /** The keys that a check of this type may have, beside those of every check. */
  readonly settings: v.GenericSchema<unknown, T>
  /** Where that is not a minute and ten seconds. */
  readonly usual?: UsualTimes
  /**
   * What it checks on another machine, as `mail.example.com:25`, as far as the settings tell: then the own network may
   * be at fault. Undefined if its target is this host. Holds no secrets.
   */
  elsewhere(settings: T): string | undefined
  run(settings: T, tools: ProbeTools): Promise<ProbeResult>
}
