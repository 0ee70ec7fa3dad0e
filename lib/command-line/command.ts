import type { Readable, Writable } from 'node:stream'
import type { ReloadRequest } from '../system/reload-request.ts'

/** The program: its name as typed, and its version. */
export interface Program {
  readonly name: string
  readonly version: string
}

/** The parts of the process that a command may use. */
export interface Io {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  /** Aborted by SIGTERM and SIGINT. */
  readonly signal: AbortSignal
  /** Made by SIGHUP. */
  readonly reloadRequest?: ReloadRequest
}

/**
 * The typed options by name, without `--`; a flag without a value is `true`. Values of an option that may be repeated
 * stand together, with NUL between them, which no word of a command line can hold.
 */
export type Options = Readonly<Record<string, string | boolean | undefined>>

/** One action of a command, chosen by the word after the command's name: `spool retry`. */
export interface Action {
  /** Name and arguments as the help shows them, without the command's name: `show <report>`. */
  readonly usage: string
  /** One sentence. */
  readonly summary: string
  /** The flags that it takes: `--json`. */
  readonly options: readonly string[]
}

/** One subcommand. Only `command-line/` parses what was typed for it. */
export interface Command {
  /** Name and arguments as the help shows them: `parse <driver> [file]`. */
  readonly usage: string
  /** Allowed values of the first argument; undefined if it is free text, or if there is none. */
  readonly words?: readonly string[]
  /** Its actions, if it has several, by the first argument that chooses each. */
  readonly actions?: Readonly<Record<string, Action>>
  /** One sentence for the list of commands. */
  readonly summary: string
  /**
   * Flags as the help shows them (`--config <file>`; `--exclude <pattern>...` may be repeated, `--watch [interval]` may
   * have a value), one sentence for each, and the allowed values if they are limited.
   */
  readonly options: readonly { readonly flags: string; readonly text: string; readonly values?: readonly string[] }[]
  /** Working command lines, without the program's name. */
  readonly examples: readonly string[]
  /** Runs the command and returns its exit code; throws `ActionNeeded` if a person must act. */
  run(args: readonly string[], options: Options, io: Io): Promise<number>
}
