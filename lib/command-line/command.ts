import type { Readable, Writable } from 'node:stream'
import type { Bell } from '../system/bell.ts'

/** A program as it is typed. */
export interface Program {
  readonly name: string
  readonly version: string
}

/** What a command may touch of its process. */
export interface Io {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  /** Aborted by SIGTERM and SIGINT. */
  readonly signal: AbortSignal
  /** Rung by SIGHUP. */
  readonly bell?: Bell
}

/** The options as typed, by their name without `--`; values are strings. */
export type Options = Readonly<Record<string, string | boolean | undefined>>

/** One thing that a command does, by the word behind its name: `spool retry`. */
export interface Action {
  /** Name and arguments as the help shows them, without the command's name: `show <report>`. */
  readonly usage: string
  /** One sentence. */
  readonly summary: string
  /** The flags that have a meaning for it: `--json`. */
  readonly options: readonly string[]
}

/** One subcommand; `command-line/` alone makes a command line of it. */
export interface Command {
  /** Name and arguments as the help shows them: `parse <driver> [file]`. */
  readonly usage: string
  /** What the first argument is one of; undefined where it is anything, or there is none. */
  readonly words?: readonly string[]
  /** What it does, where it does one of several things: by the words that its first argument is one of. */
  readonly actions?: Readonly<Record<string, Action>>
  /** One sentence for the list of commands. */
  readonly summary: string
  /** Flags as the help shows them (`--config <file>`), with one sentence each, and what their value is one of. */
  readonly options: readonly { readonly flags: string; readonly text: string; readonly values?: readonly string[] }[]
  /** Command lines that work, without the program's name. */
  readonly examples: readonly string[]
  /** Does it and returns the exit code; throws `ActionNeeded` for what a person must act on. */
  run(args: readonly string[], options: Options, io: Io): Promise<number>
}
