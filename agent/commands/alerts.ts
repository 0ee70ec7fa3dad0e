import { chosenAction } from '../../lib/command-line/chosen-action.ts'
import type { Action, Command } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { becomeOwnerOf } from '../../lib/system/users/owner.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { loadConfig } from '../config/load.ts'
import { PROGRAM } from '../program.ts'
import type { AlertsParts } from './alerts/alerts-parts.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

interface AlertsAction extends Action {
  /** Runs the action and returns the exit code. */
  run(parts: AlertsParts): Promise<number>
}

const ACTIONS: Readonly<Record<string, AlertsAction>> = {
  list: {
    usage: 'list [name]',
    summary: 'Show whom each alert tells of what, when it told last, and what it holds.',
    options: ['--config', '--json'],
    run: async (parts) => (await import('./alerts/list-alerts.ts')).listAlerts(parts),
  },
  test: {
    usage: 'test [name]',
    summary: 'Send a test message through each alert, or run its command; exit 1 if one failed.',
    options: ['--config'],
    run: async (parts) => (await import('./alerts/test-alerts.ts')).testAlerts(parts),
  },
}

/** `spoor-agent alerts`: whom this agent tells itself. */
export const alerts: Command = {
  usage: 'alerts [action] [name]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'Show the alerts by mail, webhook and command, or test them.',
  options: [CONFIG_OPTION, { flags: '--json', text: 'list: one JSON object a line.' }],
  examples: ['alerts', 'alerts list --json', 'alerts test', 'alerts test ops'],
  run: async ([name = 'list', wanted], options, io) => {
    const action = chosenAction(PROGRAM.name, 'alerts', ACTIONS, name, options)
    const { config } = await loadConfig(configFile(options))
    const chosen = config.alerts.filter((alert) => wanted === undefined || alert.name === wanted)
    if (chosen.length === 0 && (wanted !== undefined || name === 'test')) {
      const names = config.alerts.map((alert) => alert.name)
      const remedy = names.length === 0 ? 'none is configured; write alerts' : `write one of: ${names.join(', ')}`
      const fault = wanted === undefined ? 'there is no alert' : `there is no alert "${plainText(wanted)}"`
      throw new ActionNeeded(`alerts ${name}: ${fault}; ${remedy}`, EXIT.usage)
    }
    // As the transmitter, which alone may read passwords.
    await becomeOwnerOf(config.spool.path)
    return action.run({ config, alerts: chosen, options, io })
  },
}
