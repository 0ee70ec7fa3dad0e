import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { incidentNumbered } from '../../store/ask/incident-numbered.ts'
import type { KeptIncident } from '../../store/incident-tables.ts'
import type { Store } from '../../store/store.ts'

/** The number of an incident as somebody typed it. Throws `ActionNeeded` (exit 2) if it is none. */
export function typedNumber(typed: string): number {
  if (/^\d{1,15}$/.test(typed)) return Number(typed)
  throw new ActionNeeded(`"${plainText(typed)}" is no number of an incident; see: spoor-hub incidents list`, EXIT.usage)
}

/** Says that no incident has this number. */
export function unknownIncident(id: number): ActionNeeded {
  return new ActionNeeded(`There is no incident ${id}, or no longer; see: spoor-hub incidents list`)
}

/** The incident that somebody typed. Rejects with `ActionNeeded` if there is none. */
export async function typedIncident(store: Store, typed: string): Promise<KeptIncident> {
  const id = typedNumber(typed)
  const found = await store.ask(incidentNumbered, id)
  if (found === null) throw unknownIncident(id)
  return found
}
