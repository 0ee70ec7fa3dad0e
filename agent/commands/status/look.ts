import { systemClock } from '../../../lib/system/clock.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { oneLine } from '../../../lib/text/plain-text.ts'
import { type Loaded, loadConfig, loadWhereabouts } from '../../config/load.ts'
import { mailReportWarnings } from '../../mail-reports/report-warnings.ts'
import { driverWarnings } from '../../status/driver-warnings.ts'
import { healthOf, warningsOf } from '../../status/health.ts'
import type { HooksStatus } from '../../status/hooks-view.ts'
import { keyWarnings } from '../../status/key-warnings.ts'
import type { Findings } from '../../status/print.ts'
import { isRunning } from '../../status/role-states.ts'
import { shownRoles } from '../../status/shown-roles.ts'
import { type Status, statusOf } from '../../status/status.ts'

/** What stands for a configuration that is wrong. */
const NOTHING = { config: { alerts: [], mailReports: [], followers: [], streams: [] }, drivers: [], notices: [] }

/** How the agent is, and what is to be said of that. */
export interface AgentLook extends Findings {
  readonly status: Status
  readonly health: ReturnType<typeof healthOf>
  readonly loaded: Loaded | typeof NOTHING
  /** When it was looked, in milliseconds since the epoch. */
  readonly now: number
}

/**
 * Looks how the agent is that a configuration file describes; `hooks` asks cPanel. Throws `ActionNeeded` where the
 * configuration is wrong and nothing runs, or where this user may not look.
 */
export async function agentLook(file: string, hooks: () => HooksStatus | undefined): Promise<AgentLook> {
  const [seen, loaded] = await loadConfig(file).then(
    async (loaded) => [await statusOf(loaded.config), loaded] as const,
    async (error) => [await statusBeside(file, error), NOTHING] as const,
  )
  const registered = hooks()
  const status = { ...seen, ...(registered !== undefined && { hooks: registered }) }
  const now = systemClock.now()
  const { config } = loaded
  const roles = await shownRoles()
  const warnings = [
    ...warningsOf(status, roles),
    ...driverWarnings(loaded, status),
    ...(await keyWarnings(config.alerts, now)),
    ...(await mailReportWarnings(config.mailReports, now)),
  ]
  return { status, roles, warnings, health: healthOf(status, warnings), loaded, now }
}

/**
 * The status of running services although the configuration has become invalid. If none runs, throws the error of the
 * configuration.
 */
async function statusBeside(file: string, error: unknown): Promise<Status> {
  const current = await statusOf(await loadWhereabouts(file))
  if (!(error instanceof ActionNeeded && isRunning(current))) throw error
  return { ...current, refused: oneLine(error.message) }
}
