import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { ReceiverConfig } from '../../config/config.ts'
import { API_NAME } from '../../spool/api-name.ts'
import type { SpoolParts } from './action.ts'

/**
 * The receiver that `--receiver` names; without that option the API, or else the only one. Undefined if the
 * configuration has none. Throws `ActionNeeded` if it has no receiver of that name, or none that could be meant.
 */
export function chosenReceiver({
  config: { receivers },
  options: { receiver: wanted },
}: Pick<SpoolParts, 'config' | 'options'>): ReceiverConfig | undefined {
  const names = receivers.map(({ name }) => name).join(', ')
  const fallback = receivers.length === 1 ? receivers[0]?.name : API_NAME
  const chosen = receivers.find(({ name }) => name === (wanted ?? fallback))
  if (chosen !== undefined || (wanted === undefined && receivers.length === 0)) return chosen
  const fault = wanted === undefined ? 'no transmission' : `no receiver "${plainText(String(wanted))}"`
  const remedy = receivers.length === 0 ? 'none is configured' : `write --receiver with one of: ${names}`
  throw new ActionNeeded(`the configuration has ${fault}; ${remedy}`, EXIT.usage)
}
