import type { Kysely } from 'kysely'
import { PERSON_DEEDS } from '../contract/person-deeds.ts'
import type { Change } from './store.ts'
import type { Tables } from './tables.ts'

/** What was seen of a person before a change. */
export interface SeenPerson {
  readonly name: string
  /** The newest row of the audit log at that time; null or absent if it does not matter. */
  readonly seen?: number | null
}

/** A change of a person that is not made if somebody has changed the person since it was seen. */
export function unlessChanged<Input extends object, Output>(
  change: Change<Input, Output>,
): Change<Input & SeenPerson, Output | 'changed_meanwhile'> {
  return {
    name: change.name,
    run: async (db, input, segmentOf) =>
      (await isChanged(db, input)) ? 'changed_meanwhile' : change.run(db, input, segmentOf),
  }
}

async function isChanged(db: Kysely<Tables>, { name, seen = null }: SeenPerson): Promise<boolean> {
  if (seen === null) return false
  // No row has such a number, so nothing was seen that a change could be meant for.
  if (seen < 0) return true
  const since = db.selectFrom('audit').select('id').where('id', '>', seen).where('target', '=', name)
  return (await since.where('action', 'in', PERSON_DEEDS).limit(1).executeTakeFirst()) !== undefined
}
