import type { Action, Io, Options } from '../../../lib/command-line/command.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { wrap } from '../../../lib/terminal/wrap.ts'
import { plainText } from '../../../lib/text/plain-text.ts'

/** What an action on lists of files gets. */
export interface FilesParts {
  /** The words after its name. */
  readonly paths: readonly string[]
  readonly options: Options
  readonly io: Io
}

/** One action on lists of files. */
export interface FilesAction extends Action {
  /** Runs the action and returns the exit code; throws `ActionNeeded`. */
  run(parts: FilesParts): Promise<number>
}

/** Says something about the list on standard error: standard output has the list alone. */
export function sayAside({ stderr }: Io, sentence: string): void {
  stderr.write(`${wrap(plainText(sentence), widthOf(stderr))}\n`)
}
