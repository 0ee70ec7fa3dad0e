import { isatty } from 'node:tty'
import { cac } from 'cac'
import type { Command, Io, Options } from './commands/command.ts'
import { COMMANDS } from './commands/every-command.ts'
import { Bell } from './system/bell.ts'
import { ActionNeeded, codeOf, EXIT } from './system/errors.ts'
import { plainText } from './system/plain-text.ts'
import { titleOf } from './system/process-title.ts'
import { VERSION } from './version.ts'

/** What reads its configuration again at SIGHUP. */
const RELOADABLE = new Set(['collect', 'transmit', 'run'])

async function main(argv: readonly string[]): Promise<number> {
  if (argv.length === 3 && (argv[2] === '--version' || argv[2] === '-v')) {
    process.stdout.write(`spoor-agent ${VERSION}\n`)
    return EXIT.ok
  }
  const name = argv[2] ?? ''
  const bell = new Bell()
  // First of all: until somebody listens, SIGHUP ends the process. A terminal that is closed sends it, too, and means just that.
  if (RELOADABLE.has(name) && !argv.includes('--dry-run') && !isatty(0)) process.on('SIGHUP', bell.ring)
  const asked = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  const commands = await Promise.all(asked === undefined ? Object.values(COMMANDS).map((load) => load()) : [asked()])
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())
  return runCommand(commands, argv, { signal: stop.signal, bell })
}

async function runCommand(
  commands: readonly Command[],
  argv: readonly string[],
  signals: Pick<Io, 'signal' | 'bell'>,
): Promise<number> {
  const cli = cac('spoor-agent')
  let exitCode: number = EXIT.ok
  for (const command of commands) {
    const known = cli.command(command.usage, command.summary)
    for (const { flags, text } of command.options) known.option(flags, text)
    for (const example of command.examples) known.example(`  spoor-agent ${example}`)
    known.action(async (...given: unknown[]) => {
      const args = given
        .slice(0, -1)
        .flat()
        .filter((each) => typeof each === 'string')
      const { stdin, stdout, stderr } = process
      exitCode = await command.run(args, optionsOf(command, argv), { stdin, stdout, stderr, ...signals })
    })
  }
  cli.help((sections) => {
    const { description = '' } = cli.matchedCommand ?? {}
    return description === '' ? sections.map(onCommands) : sections.toSpliced(1, 0, { body: description })
  })
  cli.version(VERSION)
  cli.parse([...argv], { run: false })
  if (cli.options['help'] === true || cli.options['version'] === true) return EXIT.ok
  if (cli.matchedCommand === undefined) {
    const what = argv[2] === undefined ? 'say what to do' : `there is no command "${argv[2]}"`
    throw new ActionNeeded(
      `${what}; the commands are ${Object.keys(COMMANDS).join(', ')} (spoor-agent --help)`,
      EXIT.usage,
    )
  }
  const [surplus] = cli.options['--']
  if (surplus !== undefined)
    throw new ActionNeeded(`${surplus}: nothing may follow -- (spoor-agent --help)`, EXIT.usage)
  await cli.runMatchedCommand()
  return exitCode
}

/** The library would write a line for each command. */
function onCommands(section: { title?: string; body: string }): { title?: string; body: string } {
  if (section.title?.startsWith('For more info') !== true) return section
  return { body: 'spoor-agent COMMAND --help tells more of each.' }
}

/** Values are taken from the command line as typed: cac makes numbers of them, 200 of `--zone +0200`. */
function optionsOf(command: Command, argv: readonly string[]): Options {
  const options: Record<string, string | boolean> = {}
  for (const { flags } of command.options) {
    const [flag = '', value] = flags.split(' ')
    const at = argv.findLastIndex((each) => each === flag || each.startsWith(`${flag}=`))
    const typed = argv[at]
    if (typed === undefined) continue
    const given = typed === flag ? argv[at + 1] : typed.slice(flag.length + 1)
    options[flag.slice(2)] = value === undefined ? typed === flag : (given ?? '')
  }
  return options
}

/** What went wrong as a sentence for people; a bug with its stack, for us. */
function explain(error: unknown): number {
  if (error instanceof ActionNeeded) {
    process.stderr.write(`${error.message.split('\n').map(plainText).join('\n')}\n`)
    return error.exitCode
  }
  if (error instanceof Error && error.name === 'CACError') {
    process.stderr.write(`${plainText(error.message)} (spoor-agent --help)\n`)
    return EXIT.usage
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`<3>bug: ${plainText(stack.replaceAll(/\n\s*/g, ' | '))}\n`)
  return EXIT.failed
}

process.title = titleOf(process.argv[2])
process.umask(0o077)
// Nobody switches the verification of certificates off from outside.
delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
process.stdout.on('error', (error) => {
  if (codeOf(error) === 'EPIPE') process.exit(EXIT.ok)
  process.stderr.write(`standard output cannot be written: ${plainText(error.message)}\n`)
  process.exit(EXIT.failed)
})
// Whoever read what goes wrong is gone; that is no reason to stop.
process.stderr.on('error', () => undefined)
void main(process.argv)
  .catch(explain)
  .then((exitCode) => (process.exitCode = exitCode))
