import type { Config } from '../../config/config.ts'
import type { SectionConfigs, SectionType } from '../../config/mail-reports/mail-report-config.ts'
import type { PartOutput } from './part-output.ts'

/** What a section works with. */
export interface SectionParts<T extends SectionType> {
  readonly settings: SectionConfigs[T]
  /** The whole configuration, for what a section tells of the agent. */
  readonly config: Config
  /** The files that it was read from, by their absolute paths. */
  readonly configFiles: readonly string[]
  /** The name of the report. */
  readonly report: string
  /** The section's `id`. */
  readonly section: string
  /** The file in which it saved, after its last report, what the next one needs; it may not be there yet. */
  readonly state: string
  /**
   * Where it saves that now, durably: once the mail is sealed this file takes the place of `state`, and otherwise it is
   * forgotten. Undefined if nothing is to move.
   */
  readonly next: string | undefined
  /** What this host is called. */
  readonly host: string
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Its part of the mail. What writes nothing has nothing to tell, and is no part. */
  readonly out: PartOutput
  /** Says in a sentence what a reader should know of how it went; that stands at the end of the mail. */
  readonly say: (sentence: string) => void
  /** Aborted when the report ends. */
  readonly signal: AbortSignal
}

/**
 * Writes one section of a mail report, in a process of its own with the rights that its type has. Throws `ActionNeeded`
 * for what a person must mend: then the mail says so, and what it saved is forgotten.
 */
export type Section<T extends SectionType> = (parts: SectionParts<T>) => Promise<void>
