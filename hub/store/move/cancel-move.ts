import { sql } from 'kysely'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { storeContents } from '../ask/store-contents.ts'
import { ARRIVING_FROM } from '../setting.ts'
import { type Change, StoreUnavailable } from '../store.ts'
import type { Move } from './move-store.ts'

/** PostgreSQL's code for a database that does not exist. */
const NO_DATABASE = '3D000'

/**
 * Lets a store that was moved away take reports again, and no hub begin on the database. Throws `ActionNeeded` if there
 * was no move, a hub works on that database, or that cannot be seen.
 */
export async function cancelMove({ from, to, folder }: Pick<Move, 'from' | 'to' | 'folder'>): Promise<void> {
  await holdBack(to, folder)
  await from.reopen()
  // Again: a move that still ran may have come to its end in between.
  await holdBack(to, folder)
}

/** Where a store was moved to. Throws `ActionNeeded` if it was not. */
export async function movedTo({ from, folder }: Pick<Move, 'from' | 'folder'>): Promise<string> {
  const { movedTo: url } = await from.ask(storeContents, null)
  if (url !== null) return url
  throw new ActionNeeded(`${folder}: the store was not moved, and takes reports as before`, EXIT.usage)
}

async function holdBack(to: Move['to'], folder: string): Promise<void> {
  try {
    const { isEmpty } = await to.schema()
    if (isEmpty || (await to.change(noteHeld, folder))) return
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
    if (codeOf(error.cause) === NO_DATABASE) return
    throw new ActionNeeded(
      plainText(
        `nobody can see whether a hub works on the database (${messageOf(error.cause)}); name its password by --to-password-file, or, if none does, add --yes`,
      ),
      undefined,
      { cause: error },
    )
  }
  throw new ActionNeeded(
    'a hub works on the database, and what it takes would be missing here; stop it first, or leave the move as it is',
  )
}

/** Notes that hubs are not to begin here, unless one works here: false. Collides with the end of a move that runs. */
const noteHeld: Change<string, boolean> = {
  name: 'note-held',
  run: async (db, value) => {
    const held = db
      .selectFrom('lease')
      .select('name')
      .where('until', '>', sql<number>`unixepoch()`)
    if ((await held.executeTakeFirst()) !== undefined) return false
    const note = db.insertInto('setting').values({ name: ARRIVING_FROM, value })
    await note.onConflict((conflict) => conflict.column('name').doUpdateSet({ value })).execute()
    return true
  },
}
