import type { Command } from '../../lib/command-line/command.ts'
import { readSecretFile } from '../../lib/settings/secret-file.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { becomeUser } from '../../lib/system/users/owner.ts'
import { loadHubConfig } from '../config/load.ts'
import { secureContextOf } from '../forwarding/syslog-connection.ts'
import { readTlsFiles } from '../http/tls-files.ts'
import { PLACE_PARTS } from '../places/geo-place.ts'
import { readPlaceDatabase } from '../places/place-database.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { asWhom, serviceUser } from './service-user.ts'

/** `spoor-hub check`: whether the hub could start with this configuration. */
export const check: Command = {
  usage: 'check',
  summary:
    'Check the configuration and the files that it names, as the user of the service, without starting anything.',
  options: [CONFIG_OPTION],
  examples: ['check', 'check --config ./hub.yml'],
  run: async (_args, options, { stdout }) => {
    const file = configFile(options)
    // First as root, to find whose the store is.
    const { store } = await loadHubConfig(file, await serviceUser())
    const user = await serviceUser(store)
    if (user !== undefined) becomeUser(user)
    try {
      await readAll(file)
    } catch (error) {
      if (!(error instanceof ActionNeeded)) throw error
      throw new ActionNeeded(`${error.message}${asWhom(user)}`, error.exitCode, { cause: error })
    }
    stdout.write(`${file}: the configuration is valid.\n`)
    return EXIT.ok
  },
}

/** Reads the configuration and the files that it names. Throws `ActionNeeded` if one cannot be used. */
async function readAll(file: string): Promise<void> {
  const { tls, store_password_file: passwordFile, places, forward } = await loadHubConfig(file)
  await readTlsFiles(tls)
  if (passwordFile !== undefined) await readSecretFile(passwordFile)
  for (const part of PLACE_PARTS) {
    const database = places[part]
    if (database !== undefined) await readPlaceDatabase(database, part)
  }
  for (const target of forward) await secureContextOf(target)
}
