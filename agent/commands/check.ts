import type { Command, Options } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { type Paint, painterOf } from '../../lib/terminal/colour.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { type Checked, checkAll, type Scope } from '../check/check.ts'
import type { Finding } from '../check/finding.ts'
import { ROLES } from '../roles/roles.ts'
import { spokenName } from '../spool/api-name.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { byWhom, standIn } from './stand-in.ts'

const COMMANDS = ROLES.map(({ command }) => command)

/**
 * Checks the configuration as the agent reads it, the files it names and the logs. Sends nothing without `--connect`.
 */
export const check: Command = {
  usage: 'check',
  summary: 'Check the configuration and name everything that is wrong with it.',
  options: [
    CONFIG_OPTION,
    {
      flags: '--for <command>',
      text: `Check only what ${COMMANDS.slice(0, -1).join(', ')} or ${COMMANDS.at(-1)} needs and may access.`,
      values: COMMANDS,
    },
    { flags: '--connect', text: 'Try to reach every receiver and show how far that gets; nothing is reported.' },
    { flags: '--json', text: 'Print the result as one JSON object.' },
  ],
  examples: ['check', 'check --config ./spoor.yml', 'check --connect', 'check --for collect'],
  run: async (_args, options, io): Promise<number> => {
    const scope = scopeOf(options)
    const user = await standIn(configFile(options))
    const checked = await checkAll(configFile(options), scope, user, io.signal)
    // After Ctrl-C there is nothing to say.
    if (io.signal.aborted) return EXIT.failed
    if (options['json'] === true) {
      io.stdout.write(plainJson(documentOf(checked), 2))
      return exitCodeOf(checked)
    }
    const width = widthOf(io.stdout)
    const lines = linesOf(checked, painterOf(io.stdout))
    io.stdout.write(lines.map((line) => `${wrap(line, width)}\n`).join(''))
    const faults = failedIn(checked).map(({ text }) => text)
    const exitCode = exitCodeOf(checked)
    if (faults.length === 0) return exitCode
    const explained = exitCode === EXIT.usage ? byWhom(user) : []
    throw new ActionNeeded([...faults, ...explained].join('\n'), exitCode)
  },
}

function scopeOf({ for: command, connect }: Options): Scope {
  const connects = connect === true
  const roles = ROLES.filter((role) => command === undefined || role.command === command)
  if (connects && roles.every(({ rights }) => rights !== 'network')) {
    throw new ActionNeeded(`check: ${command} has no network, so there is nothing to connect to`, EXIT.usage)
  }
  return { roles, connects }
}

/** A line for each finding that is ok or a warning; failures go to standard error. */
function linesOf({ findings, connection, untried }: Checked, paint: Paint): readonly string[] {
  const lines = [...findings, ...connection]
    .filter(({ state }) => state !== 'failed')
    .map(({ state, text }) => {
      const plain = plainText(text)
      if (state === 'warning') return `${paint('doubtful', 'warning')}: ${plain}`
      return plain.replace(/: ok$/, `: ${paint('good', 'ok')}`)
    })
  return untried.length > 0 ? [...lines, untriedText(untried)] : lines
}

function untriedText(names: readonly string[]): string {
  const whom = names.map(spokenName).join(', ')
  const connection = names.length === 1 ? `The connection to ${whom} was` : `Connections to ${whom} were`
  return `${connection} not tried; type: spoor-agent check --connect`
}

function failedIn({ findings, connection }: Checked): readonly Finding[] {
  return [...findings, ...connection].filter(({ state }) => state === 'failed')
}

/** 2 if the configuration or the owner of a file must change; 1 if only a connection fails. */
function exitCodeOf({ findings, connection }: Checked): number {
  if (findings.some(({ state }) => state === 'failed')) return EXIT.usage
  return connection.some(({ state }) => state === 'failed') ? EXIT.failed : EXIT.ok
}

function documentOf({ files, findings, connection }: Checked): object {
  const checks = [...findings, ...connection]
  const state = (['failed', 'warning'] as const).find((each) => checks.some((finding) => finding.state === each))
  return { state: state ?? 'ok', files, checks }
}
