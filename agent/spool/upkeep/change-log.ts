import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Notice } from '../../../lib/notice/notice.ts'
import { ActionNeeded, codeOf } from '../../../lib/system/errors.ts'
import { syncFolder } from '../../../lib/system/files/atomic-file.ts'
import { plainText } from '../../../lib/text/plain-text.ts'

/** File in the root of the spool that notes every change made by hand. */
export const CHANGE_LOG = 'changes.log'

const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Notes changes before they are made, one line each: time, user and notice. Durable when this resolves. Throws
 * `ActionNeeded` if they cannot be noted; the caller must then change nothing.
 */
export async function noteChanges(root: string, user: number | undefined, changes: readonly Notice[]): Promise<void> {
  const path = join(root, CHANGE_LOG)
  const time = new Date().toISOString()
  const lines = changes.map(({ code, text }) => `${time} user ${user ?? '?'} ${code}: ${plainText(text)}\n`)
  try {
    const file = await open(path, FLAGS, 0o600)
    try {
      if (!(await file.stat()).isFile()) throw new Error('it is no regular file')
      await file.appendFile(lines.join(''))
      await file.sync()
    } finally {
      await file.close()
    }
    await syncFolder(root)
  } catch (error) {
    const reason = codeOf(error) ?? 'it is no regular file'
    throw new ActionNeeded(`${path}: the change cannot be noted there (${reason}); nothing was changed.`)
  }
}
