import { ActionNeeded, EXIT } from '../system/errors.ts'
import { readPrivateFile } from './private-file.ts'
import type { Reader } from './reader.ts'

/**
 * The secret that a file holds, without the final newline. Throws `ActionNeeded` (exit 2) if the file does not hold
 * exactly one line or is not private.
 */
export async function readSecretFile(file: string, reader?: Reader): Promise<string> {
  const text = (await readPrivateFile(file, reader)).replace(/\r?\n$/, '')
  const fault = text === '' ? 'is empty' : /\p{Cc}/u.test(text) ? 'holds more than one line of plain text' : undefined
  if (fault === undefined) return text
  throw new ActionNeeded(`${file}: ${fault}; write the secret into it and nothing else`, EXIT.usage)
}
