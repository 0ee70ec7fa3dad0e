import type { ReadStream } from 'node:tty'
import type { Io } from '../../lib/command-line/command.ts'
import { readSecretFile } from '../../lib/settings/secret-file.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { askedLine } from '../../lib/terminal/asked-line.ts'
import { secretLine } from '../../lib/terminal/secret-line.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { readToken } from '../enrolment/token-input.ts'
import type { Asker } from './dialog.ts'

/** Asks whoever sits at a terminal. */
export function terminalAsker(io: Io, terminal: ReadStream): Asker {
  return {
    say: (text) => {
      io.stderr.write(`${wrap(text, widthOf(io.stderr), { first: 0, rest: 5 })}\n`)
    },
    ask: async (question, preset) => {
      const hint = preset === undefined ? '' : ` [${preset}]`
      return (await askedLine(io, terminal, `${question}${hint} `)) || (preset ?? '')
    },
    token: () => readToken(undefined, io),
    secret: () => secretFrom(undefined, io),
  }
}

/**
 * The secret of a Spoor API: from a private file, or from standard input if none is named; a terminal does not show it.
 * Throws `ActionNeeded` (exit 2) if it is none.
 */
export async function secretFrom(file: string | undefined, io: Io): Promise<string> {
  if (file !== undefined) return readSecretFile(file)
  const text = await secretLine(io, 'Its secret, which is not shown: ')
  if (text !== '' && !/\p{Cc}/u.test(text)) return text
  throw new ActionNeeded('What was typed is no secret: one line of plain text', EXIT.usage)
}
