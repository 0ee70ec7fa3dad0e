import type { Command } from '../../lib/command-line/command.ts'
import { readSecretFile } from '../../lib/settings/secret-file.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { becomeUser } from '../../lib/system/users/owner.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { type HubConfig, loadHubConfig } from '../config/load.ts'
import { secureContextOf } from '../forwarding/syslog-connection.ts'
import { certificateFault } from '../http/certificate-fault.ts'
import { keyPlaceOf, readSecretSeal } from '../people/secret-key.ts'
import { PLACE_PARTS } from '../places/geo-place.ts'
import { readPlaceDatabase } from '../places/place-database.ts'
import { databaseFile } from '../store/sqlite/sqlite-connection.ts'
import { channelFaults } from '../telling/channel-faults.ts'
import { withBareStore } from './command-store.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { sealingWarnings } from './sealing-warnings.ts'
import { asWhom, loadAsService, serviceUser } from './service-user.ts'

/** `spoor-hub check`: whether the hub could start with this configuration. */
export const check: Command = {
  usage: 'check',
  summary:
    'Check the configuration, the files that it names, the key of one-time codes and the way to alert channels, as the user of the service; starts and sends nothing.',
  options: [CONFIG_OPTION],
  examples: ['check', 'check --config ./hub.yml'],
  run: async (_args, options, { stdout, signal }) => {
    const file = configFile(options)
    // First as root, to find whose the store is.
    const { store } = await loadAsService(file)
    const user = await serviceUser(store)
    if (user !== undefined) becomeUser(user)
    try {
      await readAll(file, signal)
    } catch (error) {
      if (!(error instanceof ActionNeeded)) throw error
      throw new ActionNeeded(`${error.message}${asWhom(user)}`, error.exitCode, { cause: error })
    }
    if ('folder' in store && !isPresent(databaseFile(store.folder)))
      stdout.write(`${store.folder}: there is no store; the next start makes one. If there was one, mount its disk.\n`)
    const { file: key } = keyPlaceOf(store)
    if (!isPresent(key)) stdout.write(`${key}: there is no key of one-time codes; the next start makes one.\n`)
    stdout.write(`${file}: the configuration is valid.\n`)
    return EXIT.ok
  },
}

/** Reads the configuration and its files, and tries its channels. Throws `ActionNeeded` if one cannot be used. */
async function readAll(file: string, signal: AbortSignal): Promise<void> {
  const config = await loadHubConfig(file)
  const { tls, store_password_file: passwordFile, places, forward } = config
  const timeFault = await certificateFault(tls, systemClock.now())
  if (passwordFile !== undefined) await readSecretFile(passwordFile)
  await readSecretSeal(keyPlaceOf(config.store).file)
  for (const part of PLACE_PARTS) {
    const database = places[part]
    if (database !== undefined) await readPlaceDatabase(database, part)
  }
  for (const target of forward) await secureContextOf(target)
  const faults = [
    ...(timeFault === undefined ? [] : [timeFault]),
    ...(await sealingFaults(config)),
    ...(await channelFaults(config, signal)),
  ]
  if (faults.length > 0) throw new ActionNeeded(faults.map(plainText).join('\n'))
}

/** What is wrong with the key of one-time codes, as far as there is a store to compare it with. */
async function sealingFaults(config: HubConfig): Promise<readonly string[]> {
  const { store: place } = config
  if ('folder' in place && !isPresent(databaseFile(place.folder))) return []
  return withBareStore(config, async (store) => {
    const { missing, unknown } = await store.schema()
    return missing.length + unknown.length === 0 ? sealingWarnings(store, keyPlaceOf(place)) : []
  })
}
