import type { Command } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { painterOf } from '../../lib/terminal/colour.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { oneLine } from '../../lib/text/plain-text.ts'
import { loadConfig, loadWhereabouts } from '../config/load.ts'
import { mailReportWarnings } from '../mail-reports/report-warnings.ts'
import { driverWarnings } from '../status/driver-warnings.ts'
import { healthOf, warningsOf } from '../status/health.ts'
import { keyWarnings } from '../status/key-warnings.ts'
import { printStatus } from '../status/print.ts'
import { isRunning } from '../status/role-states.ts'
import { shownRoles } from '../status/shown-roles.ts'
import type { SourceStatus } from '../status/status-fields.ts'
import { type Status, statusOf } from '../status/status.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

const CODES = { healthy: EXIT.ok, degraded: EXIT.failed, down: EXIT.notRunning }

/** What stands for a configuration that is wrong. */
const NOTHING = { config: { alerts: [], mailReports: [] }, drivers: [], notices: [] }

/** Shows the state of the agent, for people and scripts. */
export const status: Command = {
  usage: 'status',
  summary: 'Show the state of the agent; exit 0 if healthy, 1 if degraded, 3 if not running.',
  options: [CONFIG_OPTION, { flags: '--json', text: 'Print it as JSON.' }],
  examples: ['status', 'status --json'],
  run: async (_args, options, { stdout }) => {
    const file = configFile(options)
    const [current, { config, ...loaded }] = await loadConfig(file).then(
      async (loaded) => [await statusOf(loaded.config), loaded] as const,
      async (error) => [await statusBeside(file, error), NOTHING] as const,
    )
    const now = Date.now()
    const beside = [
      ...driverWarnings(loaded, current),
      ...(await keyWarnings(config.alerts, now)),
      ...(await mailReportWarnings(config.mailReports, now)),
    ]
    const roles = await shownRoles()
    const warnings = [...warningsOf(current, roles), ...beside]
    const health = healthOf(current, warnings)
    stdout.write(
      options['json'] === true
        ? plainJson({ health, warnings, ...current, sources: current.sources.map(withoutHabit) }, 2)
        : printStatus(current, health, warnings, now, {
            roles,
            width: widthOf(stdout),
            paint: painterOf(stdout),
          }),
    )
    return CODES[health]
  },
}

/** What warnings are made of, not for scripts. */
function withoutHabit({ habit: _habit, ...source }: SourceStatus): SourceStatus {
  return source
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
