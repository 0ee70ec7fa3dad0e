import { HttpError, PROBLEMS } from '../../http/errors.ts'
import type { Hub } from '../../http/route.ts'
import { incidentNumbered } from '../../store/ask/incident-numbered.ts'
import type { KeptIncident } from '../../store/incident-tables.ts'

/** The number of an incident as a path names it. Throws `HttpError` if it is none. */
export function incidentNumber(text = ''): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new HttpError(PROBLEMS.unknownIncident)
}

/** The incident that a path names. Rejects with `HttpError` if there is none. */
export async function knownIncident({ store }: Pick<Hub, 'store'>, text?: string): Promise<KeptIncident> {
  const found = await store.ask(incidentNumbered, incidentNumber(text))
  if (found === null) throw new HttpError(PROBLEMS.unknownIncident)
  return found
}
