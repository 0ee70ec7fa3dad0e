import type { Command } from '../../lib/command-line/command.ts'
import { readSecretFile } from '../../lib/settings/secret-file.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { loadHubConfig } from '../config/load.ts'
import { readTlsFiles } from '../http/tls-files.ts'
import { channelFaults } from '../telling/channel-faults.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

/** `spoor-hub check`: whether the hub could start with this configuration. */
export const check: Command = {
  usage: 'check',
  summary:
    'Check the configuration, the files that it names and the way to each alert channel; starts and sends nothing.',
  options: [CONFIG_OPTION],
  examples: ['check', 'check --config ./hub.yml'],
  run: async (_args, options, { stdout, signal }) => {
    const file = configFile(options)
    const config = await loadHubConfig(file)
    const { tls, store_password_file: passwordFile } = config
    await readTlsFiles(tls)
    if (passwordFile !== undefined) await readSecretFile(passwordFile)
    const faults = await channelFaults(config, signal)
    if (faults.length > 0) throw new ActionNeeded(faults.map(plainText).join('\n'))
    stdout.write(`${file}: the configuration is valid.\n`)
    return EXIT.ok
  },
}
