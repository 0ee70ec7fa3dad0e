/** One result of `check`. */
export interface Finding {
  /** What was checked: `configuration`, `log`, `spool`, `tls` and so on. Scripts rely on these names. */
  readonly check: string
  /** `failed`: the agent cannot do its work, or not all of it. */
  readonly state: 'ok' | 'warning' | 'failed'
  /** One sentence for a person: what, where, and what to do. Never a secret. */
  readonly text: string
}
