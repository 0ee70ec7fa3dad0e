import type { MailSettings } from '../../../lib/notify/mail/mail-settings.ts'

/** When a mail report is made, by the clock of the host; `weekday` counts from Sunday, 0. */
export type ReportPace =
  | 'hourly'
  | { readonly hour: number; readonly minute: number; readonly weekday?: number | undefined }

/** A program, as its argv. */
export interface ProgramRun {
  /** The absolute path of the program, and its arguments. */
  readonly exec: readonly [string, ...string[]]
  /** The account that it runs as. */
  readonly user: string
  /** Milliseconds that it may take. */
  readonly timeout: number
}

/** What a section tells, by its type; all of them are in `agent/mail-reports/sections/`. */
export interface SectionConfigs {
  /** Lines of a log since the last report that no rule knows. */
  readonly unusual: {
    /** The log's absolute path. */
    readonly log: string
    /** Files and folders with further rules of `ignore`: logcheck's, or YAML. */
    readonly rules: readonly string[]
    /** A line that one of these conditions fits is not told; each as written, for `parseCondition`. */
    readonly ignore: readonly unknown[]
    /** Only lines that one of these fits are told; all, if there are none. */
    readonly filter: readonly unknown[]
    /** Whether blanks at both ends of a line count as no part of it. */
    readonly isTrimmed: boolean
    /** Where the first report begins. */
    readonly start: 'end' | 'beginning'
    /** How many groups of lines are told at most. */
    readonly most: number
  }
  /** The output of a program. */
  readonly command: ProgramRun & {
    /** When its output is told: always, when it differs from that in the last report, or when the program failed. */
    readonly report: 'always' | 'changed' | 'failed'
    /** The most bytes of its output that are told. */
    readonly most: number
    /** Whether its exit codes are those of Nagios plugins: 1 warning, 2 critical, 3 unknown. */
    readonly isNagios: boolean
  }
  /** A list of files with their digests, and what changed since the last one. */
  readonly files: {
    readonly trees: readonly string[]
    readonly exclude: readonly string[]
    readonly format: 'sha256sum' | 'maillog'
    /** Whether the report holds the whole list, or only what changed. */
    readonly report: 'list' | 'changes'
  }
  /** What the agent noticed and how it is. */
  readonly statistics: null
  /** What an own program says. */
  readonly module: ProgramRun & {
    /** Its name in `report_modules`. */
    readonly name: string
    /** Given to the program as JSON. */
    readonly directives: unknown
    /** The most bytes that are told. */
    readonly most: number
  }
}

/** The name of a type of section. */
export type SectionType = keyof SectionConfigs

/** A section of one of these types. */
export type SectionConfig<T extends SectionType = SectionType> = {
  readonly [K in T]: {
    readonly type: K
    readonly settings: SectionConfigs[K]
    /** Where it stands: `mail_reports.morning.sections.0`. */
    readonly option: string
    /** Names its folder: the same as long as it tells of the same thing. `unusual-0123456789ab`. */
    readonly id: string
    /** The name of its part of the mail, as a file. */
    readonly mimeFile: string
    readonly description: string
    /** Present if it is a mail of its own. */
    readonly letter?: LetterConfig
  }
}[T]

/** How a mail is written. */
export interface LetterConfig {
  readonly mail: MailSettings
  /** Undefined for one made of the host and the report's name. */
  readonly subject: string | undefined
}

/** A report by mail: a letter to some people, made of sections; its `option` is `mail_reports.NAME`. */
export interface MailReportConfig {
  readonly name: string
  readonly option: string
  /** Whether the timer makes it. */
  readonly enabled: boolean
  /** What this host is called in it; undefined for the name of the host. */
  readonly host: string | undefined
  /** Undefined if only a person or cron makes it. */
  readonly pace: ReportPace | undefined
  /** Whether it is also sent when no section has anything to tell. */
  readonly isSentEmpty: boolean
  readonly letter: LetterConfig
  readonly sections: readonly SectionConfig[]
}
