import { sql } from 'kysely'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import type { PostgresStore } from '../postgres/postgres-store.ts'
import { ARRIVING_FROM, MOVED_TO, settingOf } from '../setting.ts'
import type { SqliteStore } from '../sqlite/sqlite-store.ts'
import type { Change, Question } from '../store.ts'
import { addEvents, EVENTS_OF_COPY, eventsAfter, lastArrival } from './copied-events.ts'
import { addRows, continueNumbers, copiedTables, rowsAfter } from './copied-tables.ts'

/** A move of an embedded store to an empty database. */
export interface Move {
  readonly from: SqliteStore
  readonly to: PostgresStore
  /** Their names, for people. */
  readonly folder: string
  readonly url: string
  /** In seconds. */
  readonly now: number
  /** Called now and then with the number of events copied so far. */
  readonly progress: (events: number) => void
}

/**
 * Moves a store while its hub runs. Events are copied in the order in which they came, until few are left; then the old
 * store is closed, so that agents wait, and what is left follows. Goes on where an earlier try ended. Returns how many
 * events it copied. Throws `ActionNeeded` if the database holds something else.
 */
export async function moveStore(move: Move): Promise<number> {
  await receive(move)
  const copied = await copyEvents(move, 0)
  await closeOld(move)
  const all = await copyEvents(move, copied)
  await move.to.change(takeOver(move.from, await move.from.ask(copiedTables, null)), null)
  return all
}

/** Makes the database ready for this store alone. */
async function receive({ to, folder, now }: Move): Promise<void> {
  const { isEmpty } = await to.schema()
  if (isEmpty) {
    await to.prepare(now)
    await to.change(noteSetting, { name: ARRIVING_FROM, value: folder })
  } else if ((await to.ask(readSetting, ARRIVING_FROM)) !== folder)
    throw new ActionNeeded('the database holds another store; name an empty one', EXIT.usage)
}

async function copyEvents({ from, to, now, progress }: Move, before: number): Promise<number> {
  let copied = before
  for (let place = await to.ask(lastArrival, null); ;) {
    const events = await from.ask(eventsAfter, place)
    const last = events.at(-1)
    if (last === undefined) return copied
    await to.change(addEvents, { events, now })
    place = { arrival: last.arrival, id: last.id }
    copied += events.length
    progress(copied)
    if (events.length < EVENTS_OF_COPY) return copied
  }
}

/** From here on the old store takes nothing more; all that it acknowledged before is to be copied. */
async function closeOld({ from, url }: Move): Promise<void> {
  const former = await from.ask(readSetting, MOVED_TO)
  if (former === undefined) await from.change(noteSetting, { name: MOVED_TO, value: url })
  else if (former !== url)
    throw new ActionNeeded(
      `the store was moved to ${former} before; type that, or first: spoor-hub move --cancel`,
      EXIT.usage,
    )
}

/** Copies all other tables of the closed store, and lets hubs work on the new one. */
function takeOver(from: SqliteStore, tables: readonly string[]): Change<null, null> {
  return {
    name: 'take-over',
    run: async (db) => {
      for (const table of tables.toReversed()) await sql`delete from ${sql.table(table)}`.execute(db)
      for (const table of tables) {
        for (let page = await from.ask(rowsAfter, { table, after: 0 }); page.rows.length > 0;) {
          await addRows(db, table, page.rows)
          page = await from.ask(rowsAfter, { table, after: page.last })
        }
      }
      await continueNumbers(db)
      if ((await from.ask(readSetting, MOVED_TO)) === undefined)
        throw new ActionNeeded('the move was given up meanwhile')
      await db.deleteFrom('setting').where('name', '=', ARRIVING_FROM).execute()
      return null
    },
  }
}

const readSetting: Question<string, string | undefined> = { name: 'read-setting', run: settingOf }

const noteSetting: Change<{ name: string; value: string }, null> = {
  name: 'note-setting',
  run: async (db, setting) => {
    await db.insertInto('setting').values(setting).execute()
    return null
  },
}
