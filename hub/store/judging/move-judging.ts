import type { Kysely } from 'kysely'
import type { Tables } from '../tables.ts'

/** How far judging came, and how far it comes now. */
interface Move {
  /** As in `JudgingTable`. */
  readonly name: string
  readonly from: number
  readonly upTo: number
}

/** Notes how far judging came; false if it did not stand at `from`. 0 is where it begins. */
export async function moveJudging(db: Kysely<Tables>, { name, from, upTo }: Move): Promise<boolean> {
  const moved = await db
    .updateTable('judging')
    .set({ arrival: upTo })
    .where('name', '=', name)
    .where('arrival', '=', from)
    .returning('name')
    .executeTakeFirst()
  if (moved !== undefined || from !== 0) return moved !== undefined
  const begun = await db
    .insertInto('judging')
    .values({ name, arrival: upTo, state: '' })
    .onConflict((conflict) => conflict.doNothing())
    .returning('name')
    .executeTakeFirst()
  return begun !== undefined
}
