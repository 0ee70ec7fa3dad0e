import type { Io, Options } from '../../../lib/command-line/command.ts'
import type { CheckConfig } from '../../config/checks/check-config.ts'
import type { Config } from '../../config/config.ts'

/** What an action on checks needs. */
export interface ChecksParts {
  readonly config: Config
  /** The check that was named, or all. */
  readonly checks: readonly CheckConfig[]
  /** A fault of an option, with its place in the file. */
  readonly told: (option: string, fault: string) => string
  readonly options: Options
  readonly io: Io
}
