import type { Action, Io, Options } from '../../../lib/command-line/command.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { Config } from '../../config/config.ts'
import { type SpoolPlace, type StoredReport, findStored } from '../../spool/reports/stored-report.ts'
import type { Hand } from '../../spool/upkeep/by-hand.ts'

/** What an action on the spool needs. */
export interface SpoolParts extends SpoolPlace, Hand {
  readonly config: Config
  /** The typed id or file name; '' if none was given. */
  readonly wanted: string
  readonly options: Options
  readonly io: Io
}

/** One action on the spool. */
export interface SpoolAction extends Action {
  /** Whether it takes one report; `unless` names the option that selects all reports instead. */
  readonly takesReport: boolean
  readonly unless?: string
  /** Runs the action and returns the exit code; throws `ActionNeeded`. */
  run(parts: SpoolParts): Promise<number>
}

/** Finds the report that was asked for. Throws `ActionNeeded` if there is none. */
export async function wantedReport(parts: SpoolParts): Promise<StoredReport> {
  const stored = await findStored(parts, parts.wanted)
  if (stored !== undefined) return stored
  throw new ActionNeeded(
    `${parts.folders.root}: no report has the id or file name "${plainText(parts.wanted)}"; see: spoor-agent spool list`,
  )
}
