/** A channel that runs a program. */
export interface CommandSettings {
  /** The section in sentences: `alerts.block.command`. */
  readonly option: string
  /** The absolute path of the program, and its arguments. */
  readonly exec: readonly [string, ...string[]]
  /** Milliseconds that a run may take. */
  readonly timeout: number
  /** The absolute paths of the files of the configuration. */
  readonly files: readonly string[]
}
