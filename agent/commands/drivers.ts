import { chosenAction } from '../../lib/command-line/chosen-action.ts'
import type { Action, Command } from '../../lib/command-line/command.ts'
import { PROGRAM } from '../program.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import type { DriversParts } from './drivers/drivers-parts.ts'

interface DriversAction extends Action {
  /** Runs the action and returns the exit code. */
  run(parts: DriversParts): Promise<number>
}

const ACTIONS: Readonly<Record<string, DriversAction>> = {
  list: {
    usage: 'list',
    summary: 'Show each driver: whether it is on, what it reads and says, and how many lines it had.',
    options: ['--config', '--json'],
    run: async (parts) => (await import('./drivers/list-drivers.ts')).listDrivers(parts),
  },
  test: {
    usage: 'test [driver]',
    summary: 'Compare what own drivers say of their samples with what they must; a name, a file, or all.',
    options: ['--config'],
    run: async (parts) => (await import('./drivers/test-drivers.ts')).testDrivers(parts),
  },
  enable: {
    usage: 'enable <driver>',
    summary: 'Switch an own driver on, or one that the package brings.',
    options: ['--config'],
    run: async (parts) => (await import('./drivers/switch-driver.ts')).enableDriver(parts),
  },
  disable: {
    usage: 'disable <driver>',
    summary: 'Switch an own driver off; its file stays.',
    options: ['--config'],
    run: async (parts) => (await import('./drivers/switch-driver.ts')).disableDriver(parts),
  },
}

/** `spoor-agent drivers`: what reads logs here. */
export const drivers: Command = {
  usage: 'drivers [action] [driver]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'Show what reads logs, and test, enable or disable own drivers.',
  options: [CONFIG_OPTION, { flags: '--json', text: 'list: print one JSON object a line.' }],
  examples: ['drivers', 'drivers test', 'drivers test ./shop.yml', 'drivers enable modsec', 'drivers disable modsec'],
  run: async ([name = 'list', wanted], options, io) => {
    const action = chosenAction(PROGRAM.name, 'drivers', ACTIONS, name, options)
    return action.run({ config: configFile(options), wanted, options, io })
  },
}
