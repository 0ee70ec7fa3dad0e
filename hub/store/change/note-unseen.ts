import type { Selectable } from 'kysely'
import { inStatements } from '../statement-rows.ts'
import type { Change } from '../store.ts'
import type { UnseenTable } from '../tables.ts'

/** What is not seen, as it is now, and what has been well for long enough to be forgotten. */
export interface NotedUnseen {
  readonly noted: readonly Selectable<UnseenTable>[]
  readonly forgotten: readonly Pick<UnseenTable, 'agent' | 'source' | 'path'>[]
}

/** Notes what is not seen. */
export const noteUnseen: Change<NotedUnseen, null> = {
  name: 'note-unseen',
  run: async (db, { noted, forgotten }) => {
    for (const rows of inStatements(noted)) {
      await db
        .insertInto('unseen')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['agent', 'source', 'path']).doUpdateSet((set) => ({
            problem: set.ref('excluded.problem'),
            since: set.ref('excluded.since'),
            told: set.ref('excluded.told'),
            times: set.ref('excluded.times'),
            seen: set.ref('excluded.seen'),
          })),
        )
        .execute()
    }
    for (const { agent, source, path } of forgotten)
      await db
        .deleteFrom('unseen')
        .where('agent', '=', agent)
        .where('source', '=', source)
        .where('path', '=', path)
        .execute()
    return null
  },
}
