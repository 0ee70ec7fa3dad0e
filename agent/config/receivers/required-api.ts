import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { Config, SpoorApiConfig } from '../config.ts'

/** The Spoor API, for commands that need one. Throws `ActionNeeded` (exit 2) if the configuration names none. */
export function requiredApi({ transmission }: Pick<Config, 'transmission'>, file: string): SpoorApiConfig {
  if (transmission !== undefined) return transmission
  throw new ActionNeeded(`${plainText(file)}: names no Spoor API; write transmission`, EXIT.usage)
}
