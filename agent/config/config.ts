import type { Condition } from '../../lib/event/condition.ts'
import type { Wish } from '../../lib/event/wish.ts'
import type { RuleNumbers } from '../../lib/rules/numbers.ts'
import type { LogPlace } from '../follow/search/copies.ts'
import type { AlertConfig } from './alerts/alert-config.ts'
import type { Destination } from './destination.ts'
import type { MailReportConfig } from './mail-reports/mail-report-config.ts'
import type { TrafficConfig } from './traffic/traffic-config.ts'

/** One log to follow. */
export interface Follower extends LogPlace {
  /** Its name in the table of sources, which also names its driver. */
  readonly source: string
  /** The option that holds its path: `followers.login.name`, `logs.0.path`. */
  readonly option: string
  /** Whether it may be missing without a warning. */
  readonly optional: boolean
  /** The log's path, absolute; with a `*` in its last part, all logs of that folder with such names. */
  readonly path: string
  /** Names that the pattern matches and that are none of its logs. */
  readonly excludes?: RegExp
  /** Where to begin a log that is there when it is first seen. */
  readonly start: 'end' | 'beginning'
  /** An IANA name or `±HHMM`; undefined for the machine's own. */
  readonly zone: string | undefined
}

/** A source of lines that cannot be read a second time. */
export interface Stream {
  /** As of a log. */
  readonly source: string
  readonly option: string
  readonly zone: string | undefined
  readonly kind: 'stdin' | 'pipe' | 'socket'
  /** The path of the named pipe or socket; `standard input`. */
  readonly path: string
}

/** Entries of a systemd journal. */
export interface Journal extends Omit<Stream, 'kind' | 'path'>, Pick<Follower, 'start'> {
  readonly kind: 'journal'
  /** What it is called in reports and ids: `journal _SYSTEMD_UNIT=sshd.service`. */
  readonly path: string
  /** As journalctl takes them: `_SYSTEMD_UNIT=sshd.service`. */
  readonly matches: readonly string[]
  /** The absolute path of the folder of its files; undefined for the machine's own journal. */
  readonly directory: string | undefined
}

/** Events that are never reported. */
export interface IgnoreRule {
  /** Chosen by the operator; `ignore.0` for one without a name. */
  readonly name: string
  readonly condition: Condition
}

/** What the configuration says of every receiver, whatever its type. */
export interface DeliveryConfig extends Destination {
  /** How many requests may be in flight at once. */
  readonly concurrency: number
  /** The shortest time between the starts of two requests, in milliseconds; undefined without a limit. */
  readonly interval: number | undefined
  /** Whether a refused report is retried. */
  readonly retryRefused: boolean
}

/** A Spoor API that gets reports. */
export interface SpoorApiConfig extends DeliveryConfig {
  readonly type: 'spoor-api'
  /** The API's origin: `https://spoor.example.com`. */
  readonly host: string
  /** The path there that takes reports. */
  readonly reportPath: string
  /** The paths there that list what the API has. */
  readonly listPaths: { readonly reports: string; readonly events: string }
  /** Statuses (2xx) that mean, like 202, that the API has accepted a report. */
  readonly accept: readonly number[]
  readonly identifier: string
  /** The secret, or the absolute path of the file that holds it; use `readSecret` (secret.ts). */
  readonly secret: { readonly text: string } | { readonly file: string }
  /** Absolute path of certificates to trust besides the system's. */
  readonly caFile: string | undefined
  /** Milliseconds one request may take. */
  readonly timeout: number
  /** Undefined for none. */
  readonly compression: 'gzip' | undefined
  /** The URL of a proxy, which may hold a password; `none`, or undefined to follow the environment. */
  readonly proxy: string | undefined
  /** Absolute paths of the agent's own certificate and its key. */
  readonly clientCertificate: { readonly certFile: string; readonly keyFile: string } | undefined
  /** At least one, in curl's notation; undefined if any key is accepted. */
  readonly pins: readonly string[] | undefined
  /** Whether it is told how this agent is. */
  readonly tellsStatus?: boolean
}

/** What can get reports, by type; each type is an entry in `agent/receivers/receiver-types.ts`. */
export interface ReceiverConfigs {
  readonly 'spoor-api': SpoorApiConfig
}

/** The name of a type of receiver. */
export type ReceiverTypeName = keyof ReceiverConfigs

/** A receiver of one of these types. */
export type ReceiverConfig<T extends ReceiverTypeName = ReceiverTypeName> = {
  readonly [K in T]: ReceiverConfigs[K] & { readonly type: K }
}[T]

/**
 * The configuration, valid and complete; its wish is that of receivers without one of their own. May hold secrets, of
 * the API or a proxy: never print it whole.
 */
export interface Config extends Wish {
  /** App::Spoor's in the order of the table, then those of `logs`. */
  readonly followers: readonly Follower[]
  readonly streams: readonly (Stream | Journal)[]
  /** The receiver in section `transmission`, also the first of `receivers`; undefined without the section. */
  readonly transmission: SpoorApiConfig | undefined
  /** All receivers of reports. */
  readonly receivers: readonly ReceiverConfig[]
  /** Whom the agent tells itself. */
  readonly alerts: readonly AlertConfig[]
  /** Reports about this host that it sends by mail. */
  readonly mailReports: readonly MailReportConfig[]
  readonly spool: {
    readonly path: string
    /** The size in bytes and the number of waiting reports at which reading stops. */
    readonly maxSize: number
    readonly maxFiles: number
    /** Bytes that stay free on the disk. */
    readonly minFree: number
    /** Milliseconds that a report may wait for more events. */
    readonly maxDelay: number
    /** How long sent reports are kept, in milliseconds, and the bytes they may take; the same for refused ones. */
    readonly keepTransmitted: number
    readonly maxTransmitted: number
    readonly keepFailed: number
    readonly maxFailed: number
  }
  readonly runtime: { readonly path: string }
  readonly limits: {
    /** Bytes of logs read per second; undefined without a limit. */
    readonly readRate: number | undefined
    /** Bytes that each process may take, without its executable; undefined without a limit. */
    readonly memory: number | undefined
  }
  /** Absent if no requests are counted. */
  readonly traffic?: TrafficConfig
  /** Absent if no metrics are wanted. */
  readonly metrics?: {
    /** The absolute path of the folder that node_exporter reads. */
    readonly textfile: string
  }
  readonly host: {
    /** What this host is called; undefined for the machine's own name (see `hostNameOf`). */
    readonly name: string | undefined
    /** Further facts about this host in each report. */
    readonly labels: Readonly<Record<string, string>>
  }
  /** Which events are never reported. */
  readonly ignore: readonly IgnoreRule[]
  readonly rules: RuleNumbers
}
