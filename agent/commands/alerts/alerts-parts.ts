import type { Io, Options } from '../../../lib/command-line/command.ts'
import type { AlertConfig } from '../../config/alerts/alert-config.ts'
import type { Config } from '../../config/config.ts'

/** What an action on alerts needs. */
export interface AlertsParts {
  readonly config: Config
  /** The alert that was named, or all. */
  readonly alerts: readonly AlertConfig[]
  readonly options: Options
  readonly io: Io
}
