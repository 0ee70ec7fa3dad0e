import type { Reader } from '../../../lib/settings/reader.ts'
import { readSecretFile } from '../../../lib/settings/secret-file.ts'
import type { SpoorApiConfig } from '../config.ts'

/**
 * A receiver's secret, from the configuration or from the file it names. Only processes that send call this, never the
 * collector. Throws `ActionNeeded` (exit 2) if the file does not hold exactly one line or is not private.
 */
export async function readSecret({ secret }: Pick<SpoorApiConfig, 'secret'>, reader?: Reader): Promise<string> {
  return 'text' in secret ? secret.text : readSecretFile(secret.file, reader)
}
