import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { Destination } from '../../config/destination.ts'
import { destinationsOf } from '../../config/receivers/destinations.ts'
import { API_NAME } from '../../spool/api-name.ts'
import type { SpoolParts } from './action.ts'

/**
 * The receiver or alert that `--receiver` names; without that option the API, or else the only receiver. Undefined if
 * the configuration has none. Throws `ActionNeeded` if it has none of that name, or none that could be meant.
 */
export function chosenReceiver({
  config,
  options: { receiver: wanted },
}: Pick<SpoolParts, 'config' | 'options'>): Destination | undefined {
  const { receivers } = config
  const names = destinationsOf(config)
    .map(({ name }) => name)
    .join(', ')
  const fallback = receivers.length === 1 ? receivers[0]?.name : API_NAME
  const chosen = destinationsOf(config).find(({ name }) => name === (wanted ?? fallback))
  if (chosen !== undefined || (wanted === undefined && receivers.length === 0)) return chosen
  const fault = wanted === undefined ? 'no transmission' : `no receiver "${plainText(String(wanted))}"`
  const remedy = names === '' ? 'none is configured' : `write --receiver with one of: ${names}`
  throw new ActionNeeded(`the configuration has ${fault}; ${remedy}`, EXIT.usage)
}
