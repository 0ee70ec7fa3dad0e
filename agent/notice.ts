/** How much a notice matters; the journal and `status` show it. */
export type Severity = 'error' | 'warning' | 'notice' | 'info'

/** One thing the agent says of itself: a journal line, a counter and a line in `status`, all from this. */
export interface Notice {
  /** Stable name for scripts and searches: `source_rotated`. */
  readonly code: string
  readonly severity: Severity
  /** One sentence: what, where, and what to do. Never a secret, a session token or a raw line. */
  readonly text: string
}

/** Where notices go; passed in, so that a function says what happened without knowing who listens. */
export type Tell = (notice: Notice) => void

function notice(severity: Severity, code: string, text: string): Notice {
  return { code, severity, text }
}

/** Everything the agent can say of itself, in one place. */
export const notices = {
  keysIgnored: (file: string, keys: readonly string[]): Notice =>
    notice(
      'notice',
      'config_keys_ignored',
      `${file}: ${keys.join(', ')} had a meaning for App::Spoor and have none any more; remove them.`,
    ),
}
