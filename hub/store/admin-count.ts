import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** How many admins can sign in, but for the one of that name. */
export async function otherAdmins(db: Kysely<Tables>, name: string): Promise<number> {
  const admins = await db
    .selectFrom('person')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled', 'is', null)
    .where('password', 'is not', null)
    .where('name', '!=', name)
    .execute()
  return admins.length
}
