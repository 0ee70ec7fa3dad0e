import type { GuardRule } from '../../../lib/traffic/guard/guard-rule.ts'
import type { LoginRule } from '../../../lib/traffic/guard/login-guard.ts'

/** Access logs whose requests are counted. */
export interface TrafficLog {
  /** Absolute; with a `*` in its last part, all access logs of that folder with such names. */
  readonly path: string
  /** The option that holds it: `traffic.logs.0.path`. */
  readonly option: string
  /** The name of a format, or an Apache LogFormat or nginx log_format; undefined for the one that lines fit. */
  readonly format: string | undefined
  /** The virtual host of all its lines; undefined for that of each line, or of the name of a log of cPanel. */
  readonly vhost: string | undefined
}

/** When too many requests, bytes or errors are told, or silence. */
export interface TrafficRule extends GuardRule {
  /** Whose: of the whole host, or of each virtual host. */
  readonly of: readonly ('host' | 'vhost')[]
}

/** What is counted of requests, and when it is too much. */
export interface TrafficConfig {
  readonly logs: readonly TrafficLog[]
  /** Length of an interval, and how much later than another a line may come, both in seconds. */
  readonly interval: number
  readonly outOfOrder: number
  /** Virtual hosts that have numbers of their own in totals. */
  readonly vhosts: number
  /** One of a measure at most. */
  readonly rules: readonly TrafficRule[]
  /** Undefined: nobody counts passwords. */
  readonly logins: LoginRule | undefined
}
