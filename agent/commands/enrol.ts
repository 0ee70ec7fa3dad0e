import { resolve } from 'node:path'
import type { Command, Io, Options } from '../../lib/command-line/command.ts'
import { originFault } from '../../lib/settings/origin.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { hostNameOf } from '../config/host-name.ts'
import { loadConfig, loadDestinations } from '../config/load.ts'
import { enrolHost } from '../enrolment/enrol-host.ts'
import { enrolledFiles } from '../enrolment/enrolled-files.ts'
import { hubConnection, proxyOptionFault } from '../enrolment/hub-connection.ts'
import { proofFor } from '../enrolment/proof.ts'
import { sectionFor, settingsBefore } from '../enrolment/settings-before.ts'
import { readToken } from '../enrolment/token-input.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { standIn } from './stand-in.ts'

/** Gets credentials from a hub by a token, and writes all that reports need. */
export const enrol: Command = {
  usage: 'enrol <url>',
  summary: 'Get credentials from a hub by a token, and write them into the configuration.',
  options: [
    CONFIG_OPTION,
    { flags: '--token-file <file>', text: 'The file that holds the token; default: standard input.' },
    { flags: '--ca-file <file>', text: 'Certificates (PEM) of further authorities to trust.' },
    { flags: '--proxy <url>', text: 'The proxy to the hub, or none; default: HTTPS_PROXY.' },
    { flags: '--pin', text: "Accept the hub's present key alone from then on." },
    { flags: '--force', text: 'Enrol again, with new credentials.' },
  ],
  examples: ['enrol https://hub.example.com', 'enrol https://hub.example.com --token-file /root/token --pin'],
  run: async ([typed = ''], options, io) => {
    const file = configFile(options)
    const host = hubAt(typed)
    const proxy = textIn(options, 'proxy')
    const fault = proxyOptionFault(proxy)
    if (fault !== undefined) throw new ActionNeeded(`enrol: --proxy ${fault}`, EXIT.usage)
    const connection = await hubConnection(host, { caFile: caFileIn(options), proxy })
    const before = await settingsBefore(file)
    if (before !== undefined && options['force'] !== true) {
      if (before.host === host) return say(io, [`This server is enrolled at ${host} already; --force renews that.`])
      throw new ActionNeeded(`This server is enrolled at ${plainText(before.host)}; to change that, add --force.`)
    }
    const destinations = await loadDestinations(file)
    const section = await sectionFor(host, file, destinations)
    const group = (await standIn(file))?.gid
    const place = { host, ...connection }
    const files = enrolledFiles(file)
    const name = hostNameOf({ host: { name: destinations.host.name, labels: {} } })
    const { identifier, remarks } = await enrolHost({
      place,
      files,
      host: name,
      token: await readToken(textIn(options, 'token-file'), io),
      settings: { section, caFile: caFileIn(options), proxy },
      isPinned: options['pin'] === true,
      group,
      signal: io.signal,
    })
    say(io, [`${name} is enrolled at ${host} as ${identifier}.`, `Written: ${files.settings}, ${files.secret}`])
    return say(io, [...remarks, ...(await nextSteps(file, identifier, io.signal))])
  },
}

function say({ stdout }: Io, sentences: readonly string[]): number {
  for (const sentence of sentences) stdout.write(`${wrap(plainText(sentence), widthOf(stdout))}\n`)
  return EXIT.ok
}

function hubAt(typed: string): string {
  const fault = originFault(typed)
  if (fault === undefined) return new URL(typed).origin
  throw new ActionNeeded(`enrol: the address ${fault}; write it as https://hub.example.com`, EXIT.usage)
}

function textIn(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

function caFileIn(options: Options): string | undefined {
  const file = textIn(options, 'ca-file')
  return file === undefined ? undefined : resolve(file)
}

async function nextSteps(file: string, identifier: string, signal: AbortSignal): Promise<readonly string[]> {
  const { config } = await loadConfig(file).catch((error: unknown) => {
    if (!(error instanceof ActionNeeded)) throw error
    throw new ActionNeeded(`The services cannot start with this configuration yet:\n${error.message}`, EXIT.usage)
  })
  const receiver = config.receivers.find((each) => each.type === 'spoor-api' && each.identifier === identifier)
  if (receiver?.type !== 'spoor-api')
    throw new ActionNeeded(`${file}: include does not name what was written; add it there.`, EXIT.usage)
  const { fault, isRunning } = await proofFor(receiver, config, signal)
  if (fault !== undefined) throw new ActionNeeded(`The hub did not take the first request: ${fault}`)
  return [
    'The hub accepts the credentials. Next, type:',
    isRunning
      ? 'systemctl reload spoor-agent-collector spoor-agent-transmitter'
      : 'systemctl enable --now spoor-agent.target',
  ]
}
