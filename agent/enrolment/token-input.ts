import type { Io } from '../../lib/command-line/command.ts'
import { readPrivateFile } from '../../lib/settings/private-file.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { secretLine } from '../../lib/terminal/secret-line.ts'
import { plainText } from '../../lib/text/plain-text.ts'

/**
 * The token for an enrolment, from a private file or from standard input: never from the command line, which everybody
 * on this machine can read. A terminal does not show it. Throws `ActionNeeded` if there is none.
 */
export async function readToken(file: string | undefined, io: Io): Promise<string> {
  const read = file === undefined ? secretLine(io, 'The token, which is not shown: ') : readPrivateFile(file)
  const text = (await read).trim()
  if (/^[\w.-]{20,200}$/.test(text)) return text
  const place = file === undefined ? 'What was typed' : plainText(file)
  const fault = text === '' ? 'holds no token' : 'is no token'
  throw new ActionNeeded(`${place} ${fault}; on the hub type: spoor-hub token create`, EXIT.usage)
}
