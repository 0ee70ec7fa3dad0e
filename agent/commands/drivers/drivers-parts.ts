import type { Io, Options } from '../../../lib/command-line/command.ts'

/** What an action of `drivers` works with. */
export interface DriversParts {
  /** The configuration file. */
  readonly config: string
  /** A driver or a file, as typed. */
  readonly wanted: string | undefined
  readonly options: Options
  readonly io: Io
}
