import type { Condition } from '../../lib/event/condition.ts'
import type { Wish } from '../../lib/event/wish.ts'
import type { RuleNumbers } from '../../lib/rules/numbers.ts'
import type { TotalsKind } from '../../lib/totals/totals.ts'
import type { DebugArea } from '../debug/debug-log.ts'
import type { Driver } from '../drivers/driver.ts'
import type { LogPlace } from '../follow/search/copies.ts'
import type { AlertConfig } from './alerts/alert-config.ts'
import type { WatchConfig } from './checks/check-config.ts'
import type { Destination } from './destination.ts'
import type { MailReportConfig } from './mail-reports/mail-report-config.ts'
import type { TrafficConfig } from './traffic/traffic-config.ts'

/** One log to follow. */
export interface Follower extends LogPlace {
  /** Its name in the table of sources, which also names its driver; of an own driver the name of that. */
  readonly source: string
  /** The own driver that reads it. */
  readonly driver?: Driver
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

/** Numbers that the agent sends: mail by account, mail by mailbox with a password, bytes of all services by account. */
export type MailTotals = 'accounts' | 'senders' | 'bandwidth'

/** What is counted of mail and bandwidth. */
export interface MailConfig {
  /** At least one. */
  readonly send: readonly MailTotals[]
  /** Most rows of one period besides the whole host and the rest, at most 1000. */
  readonly rows: number
  /** Absolute paths of logs; with a `*` in the last part, all such logs of that folder. */
  readonly logs: {
    readonly exim: readonly string[]
    readonly dovecot: readonly string[]
    readonly ftp: string
    readonly bytes: string
  }
}

/** What the configuration says of every receiver, whatever its type. */
export interface DeliveryConfig extends Destination {
  /** How many requests may be in flight at once. */
  readonly concurrency: number
  /** The shortest time between the starts of two requests, in milliseconds; undefined without a limit. */
  readonly interval: number | undefined
  /** Whether a refused report is retried. */
  readonly retryRefused: boolean
  /** Which totals it gets, at least one kind; absent for none. */
  readonly totals?: readonly TotalsKind[]
}

/** A receiver that is an HTTP server. */
export interface ServerConfig extends DeliveryConfig {
  /** Its origin: `https://spoor.example.com`. */
  readonly host: string
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
}

/** A Spoor API that gets reports. */
export interface SpoorApiConfig extends ServerConfig {
  readonly type: 'spoor-api'
  /** The path there that takes reports. */
  readonly reportPath: string
  /** The paths there that list what the API has. */
  readonly listPaths: { readonly reports: string; readonly events: string }
  /** Statuses (2xx) that mean, like 202, that the API has accepted a report. */
  readonly accept: readonly number[]
  readonly identifier: string
  /** The secret, or the absolute path of the file that holds it; use `readSecret` (secret.ts). */
  readonly secret: { readonly text: string } | { readonly file: string }
  /** Whether it is told how this agent is. */
  readonly tellsStatus?: boolean
}

/** An InfluxDB server; secrets are in files, by their absolute paths. */
export interface InfluxdbConfig extends ServerConfig {
  readonly type: 'influxdb'
  readonly target:
    | {
        readonly version: 1
        readonly database: string
        readonly login?: { readonly user: string; readonly passwordFile: string }
      }
    | { readonly version: 2; readonly org: string; readonly bucket: string; readonly tokenFile: string }
}

/** A server that takes OpenTelemetry's metrics. */
export interface OtlpConfig extends ServerConfig {
  readonly type: 'otlp'
  /** The path there that takes metrics. */
  readonly path: string
  /** Absolute path of a file with further headers; undefined for none. */
  readonly headersFile: string | undefined
}

/** A file of this host, by its absolute path. */
export interface JsonLinesConfig extends DeliveryConfig {
  readonly type: 'json-lines'
  readonly file: string
}

/** What can get reports, by type; each type is an entry in `agent/receivers/receiver-types.ts`. */
export interface ReceiverConfigs {
  readonly 'spoor-api': SpoorApiConfig
  readonly influxdb: InfluxdbConfig
  readonly otlp: OtlpConfig
  readonly 'json-lines': JsonLinesConfig
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
  /** What services tell in detail; nothing without it. */
  readonly debug?: readonly DebugArea[]
  /** Absent if no requests are counted. */
  readonly traffic?: TrafficConfig
  /** Absent if nothing is checked. */
  readonly watch?: WatchConfig
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
  /** Absent if no mail is to be counted. */
  readonly mail?: MailConfig
}
