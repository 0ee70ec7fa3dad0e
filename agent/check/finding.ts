/** One thing that `check` looked at. */
export interface Finding {
  /** What was looked at; stable, for scripts: `configuration`, `log`, `spool`, `tls` and so on. */
  readonly check: string
  /** `failed`: with this the agent cannot work, or not do all of its work. */
  readonly state: 'ok' | 'warning' | 'failed'
  /** One sentence for a person: what, where, and what to do. Never a secret. */
  readonly text: string
}
