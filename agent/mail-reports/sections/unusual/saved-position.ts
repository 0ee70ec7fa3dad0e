import * as v from 'valibot'
import { codeOf, messageOf } from '../../../../lib/system/errors.ts'
import { writeAtomically } from '../../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../../lib/text/foreign-json.ts'
import { type Checkpoint, checkpoint } from '../../../follow/checkpoint.ts'

const saved = v.pipe(foreignJson, v.object({ version: v.literal(1), checkpoint }))

/** Where the last report ended; or that there was none; or why that cannot be read. */
export type SavedPosition = { readonly checkpoint: Checkpoint | undefined } | { readonly unreadable: string }

/** Reads what `savePosition` wrote. */
export async function positionIn(file: string): Promise<SavedPosition> {
  let text
  try {
    text = await readRegularFile(file)
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? { checkpoint: undefined } : { unreadable: messageOf(error) }
  }
  const read = v.safeParse(saved, text)
  return read.success ? read.output : { unreadable: 'it is damaged, or another version wrote it' }
}

/** Writes where a report ends, durably. */
export async function savePosition(file: string, position: Checkpoint): Promise<void> {
  await writeAtomically(file, `${JSON.stringify({ version: 1, checkpoint: position })}\n`)
}
