import { sql } from 'kysely'
import type { Change } from '../store.ts'
import { type NewEvidence, noteEvidence } from './note-evidence.ts'

/** Does all that `noteEvidence` does, and takes it back: rejects if that would. */
export const tryEvidence: Change<NewEvidence, boolean> = {
  name: 'try-evidence',
  isBulky: true,
  run: async (db, input, segmentOf) => {
    await sql`savepoint tried`.execute(db)
    const isNoted = await noteEvidence.run(db, input, segmentOf)
    await sql`rollback to savepoint tried`.execute(db)
    return isNoted
  },
}
