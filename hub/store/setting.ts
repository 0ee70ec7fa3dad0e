import type { Kysely } from 'kysely'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import type { Tables } from './tables.ts'

/** In a store that was moved away: where to. It takes no reports and no changes any more. */
export const MOVED_TO = 'moved_to'

/** In a store that is being moved to: from where. No hub works on it until all has arrived. */
export const ARRIVING_FROM = 'arriving_from'

/** What the store notes about itself under a name; undefined if nothing. */
export async function settingOf(db: Kysely<Tables>, name: string): Promise<string | undefined> {
  return (await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst())?.value
}

/** Throws `ActionNeeded` if the store was moved away, or has not arrived. */
export async function refuseMoved(db: Kysely<Tables>): Promise<void> {
  const to = await settingOf(db, MOVED_TO)
  if (to !== undefined)
    throw new ActionNeeded(
      `the store was moved to ${to}; write store: ${to}. If it is to be used again as it was then: spoor-hub move --cancel`,
      EXIT.usage,
    )
  const from = await settingOf(db, ARRIVING_FROM)
  if (from !== undefined)
    throw new ActionNeeded(
      `the store is still being moved here from ${from}; let spoor-hub move come to its end, or type it again`,
      EXIT.usage,
    )
}
