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
import { longStatus, printLong } from '../status/long-status.ts'
import { printStatus } from '../status/print.ts'
import { isRunning } from '../status/role-states.ts'
import { shownRoles } from '../status/shown-roles.ts'
import type { SourceStatus } from '../status/status-fields.ts'
import { type Status, statusOf } from '../status/status.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

const CODES = { healthy: EXIT.ok, degraded: EXIT.failed, down: EXIT.notRunning }

/** What stands for a configuration that is wrong. */
const NOTHING = { config: { alerts: [], mailReports: [], followers: [], streams: [] }, drivers: [], notices: [] }

/** Shows the state of the agent, for people and scripts. */
export const status: Command = {
  usage: 'status',
  summary: 'Show the state of the agent; exit 0 if healthy, 1 if degraded, 3 if not running.',
  options: [
    CONFIG_OPTION,
    { flags: '--json', text: 'Print it as JSON.' },
    { flags: '--long', text: 'Also print uptime and memory of each process, and version and numbers of each driver.' },
  ],
  examples: ['status', 'status --json', 'status --long'],
  run: async (_args, options, { stdout }) => {
    const file = configFile(options)
    const [current, loaded] = await loadConfig(file).then(
      async (loaded) => [await statusOf(loaded.config), loaded] as const,
      async (error) => [await statusBeside(file, error), NOTHING] as const,
    )
    const now = Date.now()
    const { config } = loaded
    const beside = [
      ...driverWarnings(loaded, current),
      ...(await keyWarnings(config.alerts, now)),
      ...(await mailReportWarnings(config.mailReports, now)),
    ]
    const roles = await shownRoles()
    const warnings = [...warningsOf(current, roles), ...beside]
    const health = healthOf(current, warnings)
    const width = widthOf(stdout)
    const long = options['long'] === true ? await longStatus(current, roles, loaded, now) : undefined
    if (options['json'] === true) {
      const sources = current.sources.map(withoutHabit)
      stdout.write(plainJson({ health, warnings, ...current, sources, ...long }, 2))
    } else {
      stdout.write(printStatus(current, health, warnings, now, { roles, width, paint: painterOf(stdout) }))
      if (long !== undefined) stdout.write(printLong(long, width))
    }
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
