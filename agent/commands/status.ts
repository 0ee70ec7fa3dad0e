import { loadConfig } from '../config/load.ts'
import { healthOf, warningsOf } from '../status/health.ts'
import { printStatus } from '../status/print.ts'
import { statusOf } from '../status/status.ts'
import { EXIT } from '../system/errors.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import type { Command } from './command.ts'
import { plainJson } from './plain-json.ts'

const CODES = { healthy: EXIT.ok, degraded: EXIT.failed, down: EXIT.notRunning }

/** How the agent is, at a glance and for scripts. */
export const status: Command = {
  usage: 'status',
  summary: 'Show how the agent is; exit 0 when healthy, 1 when degraded, 3 when not running.',
  options: [CONFIG_OPTION, { flags: '--json', text: 'Print it as JSON.' }],
  examples: ['status', 'status --json'],
  run: async (_args, options, { stdout }) => {
    const { config } = await loadConfig(configFile(options))
    const current = await statusOf(config)
    const warnings = warningsOf(current)
    const health = healthOf(current, warnings)
    stdout.write(
      options['json'] === true
        ? plainJson({ health, warnings, ...current }, 2)
        : printStatus(current, health, warnings, Date.now()),
    )
    return CODES[health]
  },
}
