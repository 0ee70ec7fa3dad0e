import type { Command } from '../../lib/command-line/command.ts'
import { readSecretFile } from '../../lib/settings/secret-file.ts'
import { EXIT } from '../../lib/system/errors.ts'
import { loadHubConfig } from '../config/load.ts'
import { secureContextOf } from '../forwarding/syslog-connection.ts'
import { readTlsFiles } from '../http/tls-files.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

/** `spoor-hub check`: whether the hub could start with this configuration. */
export const check: Command = {
  usage: 'check',
  summary: 'Check the configuration and the files that it names, without starting anything.',
  options: [CONFIG_OPTION],
  examples: ['check', 'check --config ./hub.yml'],
  run: async (_args, options, { stdout }) => {
    const file = configFile(options)
    const { tls, store_password_file: passwordFile, forward } = await loadHubConfig(file)
    await readTlsFiles(tls)
    if (passwordFile !== undefined) await readSecretFile(passwordFile)
    for (const target of forward) await secureContextOf(target)
    stdout.write(`${file}: the configuration is valid.\n`)
    return EXIT.ok
  },
}
