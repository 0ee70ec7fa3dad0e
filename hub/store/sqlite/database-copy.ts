import { renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { ActionNeeded, EXIT, messageOf } from '../../../lib/system/errors.ts'
import { syncFolder } from '../../../lib/system/files/atomic-file.ts'
import { isDamage } from './sqlite-availability.ts'

/** Pages that are copied at a time: 8 MiB. */
const PAGES = 2048

/**
 * Copies a database as it is now to a new file, while others write to it; the copy appears at once, whole and
 * checked. It takes as long a rest after each part as the part took, so that others get at least half of the disk.
 * Throws `ActionNeeded` if it cannot be done.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const part = `${to}.part`
  rmSync(part, { force: true })
  const source = open(from)
  try {
    // Without a transaction of its own, a copy begins again whenever another process writes.
    source.exec('begin')
    source.prepare('select 1 from sqlite_schema').get()
    await backup(source, part, { rate: PAGES, progress: restAsLong() })
    // A reader of a database with a log leaves files beside it.
    joinLog(part)
    checkDatabase(part)
    renameSync(part, to)
    await syncFolder(dirname(to))
  } catch (error) {
    rmSync(part, { force: true })
    if (error instanceof ActionNeeded) throw error
    throw new ActionNeeded(`${to}: the copy cannot be made (${messageOf(error)})`, undefined, { cause: error })
  } finally {
    source.close()
  }
}

/** Throws `ActionNeeded` if a file is no database, or a damaged one. */
export function checkDatabase(file: string): void {
  const database = open(file)
  try {
    const found = database.prepare('pragma integrity_check(1)').get()?.['integrity_check']
    if (found !== 'ok') throw new Error(String(found))
  } catch (error) {
    throw new ActionNeeded(`${file}: this is no whole database (${messageOf(error)})`, undefined, { cause: error })
  } finally {
    database.close()
  }
}

function open(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  } catch (error) {
    throw new ActionNeeded(`${file}: this user cannot open it (${messageOf(error)})`, undefined, { cause: error })
  }
}

/**
 * Takes all that is in the log of a database into its one file; a damaged one stays as it is, with its log. Throws
 * `ActionNeeded` if others have it open.
 */
export function joinLog(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 })
  try {
    database.exec('pragma journal_mode = delete')
  } catch (error) {
    if (isDamage(error)) return
    throw new ActionNeeded(`${file}: others have it open (${messageOf(error)}); end them`, EXIT.held, { cause: error })
  } finally {
    database.close()
  }
}

/** Called after each part, before the next one begins. */
function restAsLong(): () => void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4))
  let began = performance.now()
  return () => {
    Atomics.wait(sleeper, 0, 0, Math.min(performance.now() - began, 1000))
    began = performance.now()
  }
}
