import type { Kysely } from 'kysely'
import { digest } from '../../../lib/event/digest.ts'
import type { Tables } from '../tables.ts'

/** How far judging came, and how far it comes now. */
interface Move {
  readonly from: number
  readonly upTo: number
}

/** Names in the table `judging`: how far incidents are, and what the rules of the fleet knew at which arrival. */
export const [INCIDENTS, RULES] = ['incidents', 'rules'] as const

/** Notes how far judging came; false if it did not stand at `from`. 0 is where it begins. */
export async function moveJudging(db: Kysely<Tables>, { from, upTo }: Move): Promise<boolean> {
  const moved = await db
    .updateTable('judging')
    .set({ arrival: upTo })
    .where('name', '=', INCIDENTS)
    .where('arrival', '=', from)
    .returning('name')
    .executeTakeFirst()
  if (moved !== undefined || from !== 0) return moved !== undefined
  const begun = await db
    .insertInto('judging')
    .values({ name: INCIDENTS, arrival: upTo, state: '' })
    .onConflict((conflict) => conflict.doNothing())
    .returning('name')
    .executeTakeFirst()
  return begun !== undefined
}

/** What the rules of the fleet know, as JSON; and `digest` of what they knew that is to be replaced. */
export interface RulesState {
  readonly before: string
  readonly after: string
}

/**
 * Whether what the rules knew is still there as it was saved. If not, as after an erasure, who saved it must forget,
 * too.
 */
export async function isRulesState(db: Kysely<Tables>, before: string): Promise<boolean> {
  const row = await db.selectFrom('judging').select('state').where('name', '=', RULES).executeTakeFirst()
  return digest(row?.state ?? '') === before
}

/** Saves what the rules of the fleet know after an arrival. */
export async function saveRules(db: Kysely<Tables>, arrival: number, state: string): Promise<void> {
  await db
    .insertInto('judging')
    .values({ name: RULES, arrival, state })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ arrival, state }))
    .execute()
}
