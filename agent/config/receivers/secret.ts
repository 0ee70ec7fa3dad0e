import { readPrivateFile } from '../../../lib/settings/private-file.ts'
import type { Reader } from '../../../lib/settings/reader.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import type { SpoorApiConfig } from '../config.ts'

/**
 * A receiver's secret, from the configuration or from the file it names, without the final newline. Only processes that
 * send call this, never the collector. Throws `ActionNeeded` (exit 2) if the file does not hold exactly one line or is
 * not private.
 */
export async function readSecret({ secret }: Pick<SpoorApiConfig, 'secret'>, reader?: Reader): Promise<string> {
  if ('text' in secret) return secret.text
  const text = (await readPrivateFile(secret.file, reader)).replace(/\r?\n$/, '')
  const fault = text === '' ? 'is empty' : /\p{Cc}/u.test(text) ? 'holds more than one line of plain text' : undefined
  if (fault === undefined) return text
  throw new ActionNeeded(`${secret.file}: ${fault}; write the secret into it and nothing else`, EXIT.usage)
}
