import type { Command } from '../../lib/command-line/command.ts'
import { EXIT } from '../../lib/system/errors.ts'
import { loadHubConfig } from '../config/load.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

/** `spoor-hub check`: whether the hub could start with this configuration. */
export const check: Command = {
  usage: 'check',
  summary: 'Check the configuration without starting anything.',
  options: [CONFIG_OPTION],
  examples: ['check', 'check --config ./hub.yml'],
  run: async (_args, options, { stdout }) => {
    const file = configFile(options)
    await loadHubConfig(file)
    stdout.write(`${file}: the configuration is valid.\n`)
    return EXIT.ok
  },
}
