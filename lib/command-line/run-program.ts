import { basename } from 'node:path'
import { ActionNeeded, codeOf, EXIT } from '../system/errors.ts'
import { isJournal } from '../system/journal-stream.ts'
import { ReloadRequest } from '../system/reload-request.ts'
import { isTerminalInput } from '../system/terminal-input.ts'
import { widthOf } from '../terminal/width.ts'
import { wrap } from '../terminal/wrap.ts'
import { plainText } from '../text/plain-text.ts'
import type { Command, Program } from './command.ts'
import { typedIn } from './typed.ts'

/** Subcommands by name, each loaded on demand. */
export type Commands = Readonly<Record<string, () => Promise<Command>>>

/** A program and what it can be told to do. */
export interface Runnable {
  readonly program: Program
  readonly commands: Commands
  /** Commands that the program starts itself; no list shows them. */
  readonly hidden?: Commands
  /** Commands that reread their configuration on SIGHUP. */
  readonly reloadable: ReadonlySet<string>
  /** What makes such a command end by itself: then SIGHUP ends it, too. */
  readonly ending: ReadonlySet<string>
  /** Other names that the program is called by, through links to it, each with the words that it stands for. */
  readonly names?: Readonly<Record<string, readonly string[]>>
}

/** Runs the program for this process's command line, and sets the exit code. */
export function runProgram(runnable: Runnable): void {
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
  void exitCodeOf(runnable, [...wordsOfName(runnable, process.argv0), ...process.argv.slice(2)])
    .catch(explain)
    .then((exitCode) => (process.exitCode = exitCode))
}

/** What the name stands for that the program was called by: `argv[0]`, perhaps a path. */
function wordsOfName({ names = {} }: Runnable, called: string): readonly string[] {
  const name = basename(called)
  return Object.hasOwn(names, name) ? (names[name] ?? []) : []
}

async function exitCodeOf(runnable: Runnable, line: readonly string[]): Promise<number> {
  const { program, reloadable, ending } = runnable
  const { stdin, stdout, stderr } = process
  if (line.length === 1 && (line[0] === '--version' || line[0] === '-v')) {
    stdout.write(`${program.name} ${program.version}\n`)
    return EXIT.ok
  }
  const reloadRequest = new ReloadRequest()
  // Comes first: SIGHUP ends the process until somebody listens. A closing terminal sends it too, and then it is meant
  // to end the process.
  if (reloadable.has(line[0] ?? '') && !line.some((word) => ending.has(word)) && !isTerminalInput())
    process.on('SIGHUP', reloadRequest.make)
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())
  const commands = await commandsFor(runnable, line)
  const typed = typedIn(program.name, line, commands, Object.keys(runnable.commands))
  if (typed.asks === 'work')
    return typed.command.run(typed.args, typed.options, { stdin, stdout, stderr, signal: stop.signal, reloadRequest })
  const { helpOf, helpOfAll } = await import('./help.ts')
  const { command, action } = typed
  const width = widthOf(stdout)
  stdout.write(command === undefined ? helpOfAll(program, commands, width) : helpOf(program, command, action, width))
  return EXIT.ok
}

/** Loads the command named by the first word, or by the word after `help`; otherwise all commands. */
async function commandsFor({ commands, hidden = {} }: Runnable, line: readonly string[]): Promise<readonly Command[]> {
  const name = (line[0] === 'help' ? line[1] : line[0]) ?? ''
  const load = [commands, hidden].find((some) => Object.hasOwn(some, name))?.[name]
  return Promise.all((load === undefined ? Object.values(commands) : [load]).map((each) => each()))
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
