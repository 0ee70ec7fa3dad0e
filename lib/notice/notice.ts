/** How serious a notice is; the journal and `status` show it. */
export type Severity = 'error' | 'warning' | 'notice' | 'info' | 'debug'

/**
 * One statement of the agent about itself. The journal line, the counter and the line in `status` are all made from it.
 */
export interface Notice {
  /** Stable name for scripts and searches: `source_rotated`. */
  readonly code: string
  readonly severity: Severity
  /** One sentence: what, where, and what to do. Never a secret, a session token or a raw line. */
  readonly text: string
  /** The log, folder or source concerned, if there can be several. */
  readonly about?: string
}

/** Receives notices. It is passed in, so a function can report what happened without knowing who listens. */
export type Tell = (notice: Notice) => void

/** Makes a notice; each subject keeps its notices in one table, `notices.ts`. */
export function notice(severity: Severity, code: string, text: string, about?: string): Notice {
  return about === undefined ? { code, severity, text } : { code, severity, text, about }
}
