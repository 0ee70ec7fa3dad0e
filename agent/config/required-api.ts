import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { Config, SpoorApiConfig } from './config.ts'

/** The Spoor API, for what is of no use without one. Throws `ActionNeeded` (exit 2) where the file names none. */
export function requiredApi({ transmission }: Pick<Config, 'transmission'>, file: string): SpoorApiConfig {
  if (transmission !== undefined) return transmission
  throw new ActionNeeded(`${plainText(file)}: names no Spoor API; write transmission`, EXIT.usage)
}
