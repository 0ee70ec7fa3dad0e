import type { Entry } from '../../../lib/event/entry.ts'
import { type Wish, wantedBy } from '../../../lib/event/wish.ts'
import type { DeliveryConfig } from '../../config/config.ts'
import { API_NAME } from '../../spool/api-name.ts'

/**
 * Which entries a receiver gets. Versions before 0.2 sealed only what the API wanted then, and no severity: it gets all
 * of that, whatever its configuration says now.
 */
export function wantedEntries({ name, ...wish }: Pick<DeliveryConfig, 'name'> & Wish): (entry: Entry) => boolean {
  const isWanted = wantedBy(wish)
  return (entry) => isWanted(entry) || (name === API_NAME && !('severity' in entry))
}
