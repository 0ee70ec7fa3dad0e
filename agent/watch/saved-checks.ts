import { join } from 'node:path'
import * as v from 'valibot'
import { codeOf } from '../../lib/system/errors.ts'
import { writeAtomically } from '../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { untoldSchema } from '../inbox/untold.ts'
import { moment } from '../snapshots/snapshot.ts'
import { checkRecord } from './check-record.ts'

const SCHEMA = v.pipe(
  foreignJson,
  v.object({
    version: v.literal(1),
    /** By the names of the checks. */
    checks: v.record(v.string(), checkRecord),
    /** Since when the host has no network, in milliseconds since the epoch. */
    network: v.exactOptional(moment),
    /** Events that no inbox has taken yet. */
    untold: v.array(untoldSchema),
  }),
)

/** What the watcher knows over restarts. */
export type SavedChecks = v.InferOutput<typeof SCHEMA>

/** A thousand checks with the longest texts, and as many events. */
const LARGEST = 16 * 1024 * 1024

/** What is known at the beginning. */
const NOTHING: SavedChecks = { version: 1, checks: {}, untold: [] }

function savedFile(folder: string): string {
  return join(folder, 'checks.json')
}

/** What was known last; `isLost` if there was something that cannot be read. */
export async function readChecks(folder: string): Promise<{ readonly saved: SavedChecks; readonly isLost: boolean }> {
  try {
    const parsed = v.safeParse(SCHEMA, await readRegularFile(savedFile(folder), { most: LARGEST }))
    return parsed.success ? { saved: parsed.output, isLost: false } : { saved: NOTHING, isLost: true }
  } catch (error) {
    return { saved: NOTHING, isLost: codeOf(error) !== 'ENOENT' }
  }
}

/** Saves it durably. */
export async function saveChecks(folder: string, saved: SavedChecks): Promise<void> {
  await writeAtomically(savedFile(folder), JSON.stringify(saved))
}
