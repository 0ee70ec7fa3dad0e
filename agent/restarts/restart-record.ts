import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { ActionNeeded, codeOf, messageOf } from '../../lib/system/errors.ts'
import { writeAtomically } from '../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { type Lock, takeLock } from '../../lib/system/processes/lock.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { untoldSchema } from '../inbox/untold.ts'
import { moment } from '../snapshots/snapshot.ts'

const SCHEMA = v.pipe(
  foreignJson,
  v.object({
    version: v.literal(1),
    /** By the words of the targets, as several checks may be of one service. */
    targets: v.record(v.string(), v.object({ tries: v.array(moment), asked: moment, gaveUp: v.boolean() })),
    /** Events that no inbox has taken yet. */
    untold: v.array(untoldSchema),
  }),
)

/** What root knows of restarts. */
export type RestartRecord = v.InferOutput<typeof SCHEMA>

const NOTHING: RestartRecord = { version: 1, targets: {}, untold: [] }

const LARGEST = 4 * 1024 * 1024

function fileIn(folder: string): string {
  return join(folder, 'restarts.json')
}

/** Keeps others from changing what is known; makes the folder where no package did. Throws `ActionNeeded`. */
export async function lockRestarts(folder: string): Promise<Lock> {
  await mkdir(folder, { mode: 0o750 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST')
      throw new ActionNeeded(`${folder}: this folder cannot be created (${messageOf(error)}); run this as root.`)
  })
  return takeLock(folder, 'restart')
}

/** What is known in this folder. Throws `ActionNeeded` if it cannot be read: limits that nobody knows keep nothing. */
export async function readRestarts(folder: string): Promise<RestartRecord> {
  try {
    return v.parse(SCHEMA, await readRegularFile(fileIn(folder), { most: LARGEST }))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return NOTHING
    const reason = v.isValiError(error) ? 'it is none that this version knows' : messageOf(error)
    throw new ActionNeeded(
      `${fileIn(folder)}: how often services were restarted cannot be read (${reason}), so none is; remove the file.`,
    )
  }
}

/** Saves it durably; the group of the folder may read it. */
export async function saveRestarts(folder: string, record: RestartRecord): Promise<void> {
  try {
    await writeAtomically(fileIn(folder), JSON.stringify(record), { mode: 0o640 })
  } catch (error) {
    throw new ActionNeeded(`${fileIn(folder)}: it cannot be saved (${messageOf(error)}), so nothing is restarted.`)
  }
}
