import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { readAuthorities } from '../config/authorities.ts'
import { readClientCertificate } from '../config/client-certificate.ts'
import type { Config, Follower } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import { readSecret } from '../config/secret.ts'
import { discover, isPattern } from '../follow/discover.ts'
import { notices as texts } from '../notice.ts'
import { refuseSomebody } from '../system/account.ts'
import { exposedFolders, exposureText } from '../status/exposed-folders.ts'
import { ActionNeeded, codeOf, EXIT } from '../system/errors.ts'
import { becomeUser } from '../system/owner.ts'
import { plainText } from '../system/plain-text.ts'
import { painterOf } from '../terminal/colour.ts'
import { counted } from '../terminal/count.ts'
import { widthOf } from '../terminal/width.ts'
import { wrap } from '../terminal/wrap.ts'
import { proxyFor } from '../transmit/proxy.ts'
import type { Command, Options } from './command.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { byWhom, standIn } from './stand-in.ts'

/** Reads the configuration as the agent will, with the files it names, and looks for the logs. Sends nothing. */
export const check: Command = {
  usage: 'check',
  summary: 'Check the configuration, and name everything that is wrong with it.',
  options: [
    CONFIG_OPTION,
    {
      flags: '--for <command>',
      text: 'Only what collect, or transmit, needs and may look at.',
      values: ['collect', 'transmit'],
    },
  ],
  examples: ['check', 'check --config ./spoor.yml', 'check --for collect'],
  run: async (_args, options, io): Promise<number> => {
    const file = configFile(options)
    const { sends, reads } = halvesOf(options['for'])
    const user = await standIn(file)
    const { config, notices } = await loadConfig(file, user)
    const { enabled } = config.transmission
    // With all rights of who typed this, as the collector has those to read any log.
    const logs = reads ? await Promise.all(config.followers.map(logLine)) : []
    const exposed = reads ? exposedFolders(config.followers).map(exposureText) : []
    if (user !== undefined) becomeUser(user)
    refuseSomebody()
    const again = (): Promise<unknown> => loadConfig(file)
    const readings = enabled && sends ? [readSecret, readAuthorities, readClientCertificate, readProxy] : []
    const faults = (await Promise.all([again, ...readings].map((read) => faultsOf(read(config))))).flat()
    if (faults.length > 0) throw new ActionNeeded([...faults, ...byWhom(user)].join('\n'), EXIT.usage)
    const lines = [
      ...notices.map((notice) => notice.text),
      ...(enabled ? [] : [texts.transmissionDisabled().text]),
      ...logs,
      ...exposed,
    ]
    const width = widthOf(io.stdout)
    io.stdout.write(`${plainText(file)}: ${painterOf(io.stdout)('good', 'ok')}\n`)
    io.stdout.write(lines.map((line) => `${wrap(plainText(line), width)}\n`).join(''))
    return EXIT.ok
  },
}

/** The collector may read no secret, and the transmitter no log. */
function halvesOf(command: Options[string]): { readonly sends: boolean; readonly reads: boolean } {
  if (command !== undefined && command !== 'collect' && command !== 'transmit') {
    throw new ActionNeeded('check: --for takes collect or transmit', EXIT.usage)
  }
  return { sends: command !== 'collect', reads: command !== 'transmit' }
}

/** The environment may name one that is no URL. */
async function readProxy({ transmission: { host, proxy } }: Config): Promise<unknown> {
  return proxyFor(host, proxy, process.env)
}

async function faultsOf(reading: Promise<unknown>): Promise<string[]> {
  try {
    await reading
    return []
  } catch (error) {
    if (error instanceof ActionNeeded) return [error.message]
    throw error
  }
}

async function logsMeant(pattern: string): Promise<string> {
  try {
    const { count, paths } = await discover(pattern)
    return `means ${counted(count, 'log')} now${count > paths.length ? `, of which only ${paths.length} are followed` : ''}`
  } catch (error) {
    return `cannot be looked for by this user (${codeOf(error)})`
  }
}

/** A log may come later, so one that is not there is worth a word and no more. */
async function logLine({ source, path }: Follower): Promise<string> {
  if (isPattern(path)) return `followers.${source}: ${path} ${await logsMeant(path)}`
  const state = await access(path, constants.R_OK)
    .then(() => stat(path))
    .then(
      (found) => (found.isFile() ? 'can be read' : `is a folder, pipe or device; correct followers.${source}.name`),
      (error: unknown) =>
        codeOf(error) === 'ENOENT' ? 'is not there yet' : `cannot be read by this user (${codeOf(error)})`,
    )
  return `followers.${source}: ${path} ${state}`
}
