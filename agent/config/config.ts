import type { Kind } from '../../lib/event/catalogue.ts'
import type { Context } from '../../lib/event/event.ts'
import type { LogPlace } from '../follow/search/copies.ts'

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

/** What App::Spoor reported, or these kinds of events. */
export type Selection = 'spoor' | readonly Kind[]

/** Conditions of events that are never reported; all that are present must hold. */
export interface Ignored {
  readonly type?: Kind
  /** Of the mailbox or account; a `*` stands for any characters. */
  readonly mailbox?: string
  /** An address, or a network in the notation of CIDR. */
  readonly ip?: string
  readonly context?: Context
}

/** A Spoor API that gets reports. */
export interface ReceiverConfig {
  /** `api` for `transmission`; otherwise chosen by the operator. */
  readonly name: string
  /** Its section: `transmission`, `receivers.0`. */
  readonly option: string
  /** Which events it gets. */
  readonly events: Selection
  /** Whether anything is sent. */
  readonly enabled: boolean
  /** The API's origin: `https://spoor.example.com`. */
  readonly host: string
  /** The path there that takes reports. */
  readonly reportPath: string
  /** The paths there that list what the API has. */
  readonly listPaths: { readonly reports: string; readonly events: string }
  /** Statuses (2xx) that say, like 202, that the API has a report. */
  readonly accept: readonly number[]
  /** Whether a report that is refused is tried again. */
  readonly retryRefused: boolean
  readonly identifier: string
  /** The secret, or the absolute path of the file that holds it; `readSecret` (secret.ts) tells it. */
  readonly secret: { readonly text: string } | { readonly file: string }
  /** Absolute path of certificates to trust besides the system's. */
  readonly caFile: string | undefined
  /** Milliseconds one request may take. */
  readonly timeout: number
  /** How many requests may be under way at once. */
  readonly concurrency: number
  /** Milliseconds from the beginning of one request to that of the next, at least; undefined without a limit. */
  readonly interval: number | undefined
  /** Undefined for none. */
  readonly compression: 'gzip' | undefined
  /** The URL of a proxy, which may hold a password; `none`, or undefined where the environment counts. */
  readonly proxy: string | undefined
  /** Absolute paths of the agent's own certificate and its key. */
  readonly clientCertificate: { readonly certFile: string; readonly keyFile: string } | undefined
  /** At least one, in curl's notation; undefined where any key will do. */
  readonly pins: readonly string[] | undefined
}

/** The configuration, valid and complete. May hold secrets, of the API or a proxy: never print it whole. */
export interface Config {
  /** App::Spoor's in the order of the table, then those of `logs`. */
  readonly followers: readonly Follower[]
  readonly streams: readonly (Stream | Journal)[]
  /** The receiver of that section, also the first of `receivers`; undefined without the section. */
  readonly transmission: ReceiverConfig | undefined
  /** Everyone who gets reports. */
  readonly receivers: readonly ReceiverConfig[]
  readonly spool: {
    readonly path: string
    /** Bytes of waiting reports, and their number, at which reading stops. */
    readonly maxSize: number
    readonly maxFiles: number
    /** Bytes that stay free on the disk. */
    readonly minFree: number
    /** Milliseconds that a report may wait for more events. */
    readonly maxDelay: number
    /** Milliseconds for which sent reports are kept, and bytes that they may take; then the same of those refused. */
    readonly keepTransmitted: number
    readonly maxTransmitted: number
    readonly keepFailed: number
    readonly maxFailed: number
  }
  readonly runtime: { readonly path: string }
  readonly limits: {
    /** Bytes of logs a second; undefined without a limit. */
    readonly readRate: number | undefined
    /** Bytes that each process may take, without its executable; undefined without a limit. */
    readonly memory: number | undefined
  }
  /** Absent where no metrics are wanted. */
  readonly metrics?: {
    /** The absolute path of the folder that node_exporter reads. */
    readonly textfile: string
  }
  readonly host: {
    /** What this host is called; undefined for the machine's own name (`hostNameOf` tells). */
    readonly name: string | undefined
    /** What reports tell of it besides. */
    readonly labels: Readonly<Record<string, string>>
  }
  /** Which events a receiver gets that has no selection of its own. */
  readonly events: Selection
  /** Which events are never reported. */
  readonly ignore: readonly Ignored[]
}
