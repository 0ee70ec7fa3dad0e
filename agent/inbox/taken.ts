import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tell } from '../../lib/notice/notice.ts'
import { codeOf, messageOf } from '../../lib/system/errors.ts'
import { syncFolder } from '../../lib/system/files/atomic-file.ts'
import { bytesByName } from './file-name.ts'
import type { Inbox } from './inboxes.ts'
import { inboxNotices } from './notices.ts'

/** A file's name across all inboxes, as reports and saved checkpoints hold it: `<writer>/<name>`. */
export function takenName({ name: writer }: Pick<Inbox, 'name'>, name: string): string {
  return `${writer}/${name}`
}

/**
 * Removes files that were taken, durably; resolves with the names of those that are gone. One notice tells of those
 * that cannot be removed.
 */
export async function removeTaken(
  names: Iterable<string>,
  inboxes: readonly Inbox[],
  tell: Tell,
): Promise<readonly string[]> {
  const gone: string[] = []
  for (const [writer, each] of Map.groupBy(names, (name) => name.slice(0, name.indexOf('/')))) {
    const inbox = inboxes.find(({ name }) => name === writer)
    // The writer no longer exists here: forget its files.
    if (inbox === undefined) gone.push(...each)
    else gone.push(...(await removeFrom(inbox, each, tell)))
  }
  return gone
}

async function removeFrom({ path }: Inbox, names: readonly string[], tell: Tell): Promise<readonly string[]> {
  const gone: string[] = []
  let failure: unknown
  for (const taken of names) {
    const name = taken.slice(taken.indexOf('/') + 1)
    try {
      if (bytesByName(name) !== undefined) await unlink(join(path, name))
      gone.push(taken)
    } catch (error) {
      if (isGone(error)) gone.push(taken)
      else failure = error
    }
  }
  await syncFolder(path).catch((error: unknown) => {
    failure = error
    gone.length = 0
  })
  if (failure !== undefined) tell(inboxNotices.unremoved(path, messageOf(failure)))
  return gone
}

/** EISDIR: a folder has taken the name, so the file is gone. */
function isGone(error: unknown): boolean {
  return ['ENOENT', 'EISDIR'].includes(codeOf(error) ?? '')
}
