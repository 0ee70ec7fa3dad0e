import { lstat, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { loadSettings } from '../../config/load.ts'
import { peekCheckpoints } from '../../spool/positions/saved-checkpoints.ts'
import { spoolFolders } from '../../spool/spool-folders.ts'
import type { Diagnosis } from '../diagnosis.ts'
import { followedLogs } from '../followed-logs.ts'
import type { Patient } from '../patient.ts'
import type { Member } from './member.ts'

/** Files of each folder of the spool that are listed. */
const MOST_FILES = 2000

/** The agent: how it is, its configuration, and what it knows. */
export async function agentMembers(
  patient: Patient,
  diagnoses: readonly Diagnosis[],
  settings: unknown,
): Promise<readonly Member[]> {
  const { status, warnings } = patient
  return [
    { name: 'doctor.json', holds: 'data', value: diagnoses },
    { name: 'status.json', holds: 'data', value: { ...status, warnings } },
    { name: 'configuration.json', holds: 'settings', value: settings },
    { name: 'checkpoints.json', holds: 'data', value: await positionsIn(status.spool.path) },
    { name: 'spool.json', holds: 'data', value: await listingOf(status.spool.path) },
    { name: 'logs.json', holds: 'data', value: await logsOf(patient) },
  ]
}

/** What the configuration says as written; what is wrong with it if it cannot be read. */
export async function settingsOf(file: string): Promise<unknown> {
  try {
    return await loadSettings(file)
  } catch (error) {
    return { unreadable: codeOf(error) ?? 'it cannot be read' }
  }
}

/** Where reading of each log goes on. What rules know is left out: it names mailboxes and their places. */
async function positionsIn(spool: string): Promise<unknown> {
  const saved = await peekCheckpoints(spool).catch(() => undefined)
  if (saved === undefined) return { unknown: 'there are none, or this user may not read them' }
  const { sequence, sources, taken = [], unheard = [] } = saved
  const positions = Object.entries(sources).flatMap(([source, logs]) =>
    Object.entries(logs).map(([path, { files, seen = [] }]) => {
      const trail = files.map(({ inode, offset, skipping, again, ended, waits, followed }) => {
        return { inode, offset, skipping, again, ended, waits, followed }
      })
      return { source, path, files: trail, seen: seen.map(({ inode }) => inode) }
    }),
  )
  return { sequence, positions, taken: taken.length, unheard: unheard.length }
}

/** Names, sizes and times of the files in the spool, of each folder the first. */
async function listingOf(spool: string): Promise<unknown> {
  const folders = Object.entries(spoolFolders(spool)).map(async ([name, folder]) => [name, await filesIn(folder)])
  return Object.fromEntries(await Promise.all(folders))
}

async function filesIn(folder: string): Promise<unknown> {
  const files: object[] = []
  let count = 0
  try {
    for await (const entries of entriesOf(folder)) {
      count += entries.length
      for (const { name } of entries.slice(0, MOST_FILES - files.length)) {
        const stats = await lstat(join(folder, name)).catch(() => undefined)
        if (stats === undefined) continue
        const { size, mtime, uid, gid, mode } = stats
        files.push({ name, size, written: mtime.toISOString(), owner: `${uid}:${gid}`, mode: mode.toString(8) })
      }
    }
  } catch (error) {
    return { unknown: codeOf(error) ?? 'it cannot be read' }
  }
  return { count, files }
}

/** Sizes, inodes and times of the logs, and nothing of what stands in them. */
async function logsOf({ loaded }: Patient): Promise<unknown> {
  const logs = loaded === undefined ? [] : await followedLogs(loaded)
  return Promise.all(
    logs.map(async ({ source, path }) => {
      const stats = await stat(path).catch(() => undefined)
      if (stats === undefined) return { source, path }
      const { size, ino, dev, mtime, ctime, uid, gid, mode, nlink } = stats
      return {
        source,
        path,
        size,
        inode: ino,
        device: dev,
        links: nlink,
        written: mtime.toISOString(),
        changed: ctime.toISOString(),
        owner: `${uid}:${gid}`,
        mode: mode.toString(8),
      }
    }),
  )
}
