import type { Command } from '../lib/command-line/command.ts'
import { typedIn } from '../lib/command-line/typed.ts'
import { ActionNeeded, codeOf, EXIT } from '../lib/system/errors.ts'
import { isJournal } from '../lib/system/journal-stream.ts'
import { ReloadRequest } from '../lib/system/reload-request.ts'
import { isTerminalInput } from '../lib/system/terminal-input.ts'
import { widthOf } from '../lib/terminal/width.ts'
import { wrap } from '../lib/terminal/wrap.ts'
import { plainText } from '../lib/text/plain-text.ts'
import { COMMANDS } from './commands/every-command.ts'
import { PROGRAM } from './program.ts'
import { ROLES, titleOf } from './roles/roles.ts'

/** Commands that reread their configuration on SIGHUP. */
const RELOADABLE = new Set([...ROLES.map(({ command }) => command), 'run'])

/** What makes it end by itself: then SIGHUP ends it, too. */
const ENDING: ReadonlySet<string> = new Set(['--dry-run', '--once'])

async function main(line: readonly string[]): Promise<number> {
  const { stdin, stdout, stderr } = process
  if (line.length === 1 && (line[0] === '--version' || line[0] === '-v')) {
    stdout.write(`${PROGRAM.name} ${PROGRAM.version}\n`)
    return EXIT.ok
  }
  const reloadRequest = new ReloadRequest()
  // Comes first: SIGHUP ends the process until somebody listens. A closing terminal sends it too, and then it is meant
  // to end the process.
  if (RELOADABLE.has(line[0] ?? '') && !line.some((word) => ENDING.has(word)) && !isTerminalInput())
    process.on('SIGHUP', reloadRequest.make)
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())
  const commands = await commandsFor(line)
  const typed = typedIn(PROGRAM.name, line, commands, Object.keys(COMMANDS))
  if (typed.asks === 'work')
    return typed.command.run(typed.args, typed.options, { stdin, stdout, stderr, signal: stop.signal, reloadRequest })
  const { helpOf, helpOfAll } = await import('../lib/command-line/help.ts')
  const { command, action } = typed
  const width = widthOf(stdout)
  stdout.write(command === undefined ? helpOfAll(PROGRAM, commands, width) : helpOf(PROGRAM, command, action, width))
  return EXIT.ok
}

/** Loads the command named by the first word, or by the word after `help`; otherwise all commands. */
async function commandsFor(line: readonly string[]): Promise<readonly Command[]> {
  const name = (line[0] === 'help' ? line[1] : line[0]) ?? ''
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  return Promise.all((load === undefined ? Object.values(COMMANDS) : [load]).map((each) => each()))
}

/** Reports an error and returns the exit code: sentences for people, or for a bug its stack. */
function explain(error: unknown): number {
  if (error instanceof ActionNeeded) {
    complain(error.message.split('\n'))
    return error.exitCode
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  complain([`bug: ${stack.replaceAll(/\n\s*/g, ' | ')}`])
  return EXIT.failed
}

/**
 * Writes each sentence as one entry of the journal, with the priority of an error (sd-daemon(3)), or as a paragraph on
 * any other stream.
 */
function complain(sentences: readonly string[]): void {
  const { stderr } = process
  const priority = isJournal(stderr) ? '<3>' : ''
  for (const sentence of sentences) stderr.write(`${priority}${wrap(plainText(sentence), widthOf(stderr))}\n`)
}

process.title = titleOf(process.argv[2])
process.umask(0o077)
// Nobody may turn off the verification of certificates from outside.
delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
process.stdout.on('error', (error) => {
  if (codeOf(error) === 'EPIPE') process.exit(EXIT.ok)
  process.stderr.write(`standard output cannot be written: ${plainText(error.message)}\n`)
  process.exit(EXIT.failed)
})
// The reader of standard error is gone; that is no reason to stop.
process.stderr.on('error', () => undefined)
void main(process.argv.slice(2))
  .catch(explain)
  .then((exitCode) => (process.exitCode = exitCode))
