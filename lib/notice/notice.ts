/** How much a notice matters; the journal and `status` show it. */
export type Severity = 'error' | 'warning' | 'notice' | 'info'

/** One thing the agent says of itself: a journal line, a counter and a line in `status`, all from this. */
export interface Notice {
  /** Stable name for scripts and searches: `source_rotated`. */
  readonly code: string
  readonly severity: Severity
  /** One sentence: what, where, and what to do. Never a secret, a session token or a raw line. */
  readonly text: string
  /** The log, folder or source that it is about, where there may be many of a kind. */
  readonly about?: string
}

/** Where notices go; passed in, so that a function says what happened without knowing who listens. */
export type Tell = (notice: Notice) => void

/** Makes a notice; each subject keeps its own in one table, `notices.ts`. */
export function notice(severity: Severity, code: string, text: string, about?: string): Notice {
  return about === undefined ? { code, severity, text } : { code, severity, text, about }
}
