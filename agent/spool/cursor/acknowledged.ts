import { join } from 'node:path'
import * as v from 'valibot'
import { isOutside } from '../../../lib/system/errors.ts'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'

const acknowledged = v.object({ version: v.literal(1), reports: v.array(v.string()) })

/** File name of the acknowledgements in a receiver's folder; only people's commands write it. */
const ACKNOWLEDGED = 'acknowledged.json'

/** The names of the refused reports that a person knows of; none if the file is damaged. */
export async function acknowledgedIn(folder: string): Promise<ReadonlySet<string>> {
  const text = await readRegularFile(join(folder, ACKNOWLEDGED)).catch((error: unknown) => {
    if (!isOutside(error)) throw error
    return ''
  })
  const read = v.safeParse(v.pipe(foreignJson, acknowledged), text)
  return new Set(read.success ? read.output.reports : [])
}

/** Replaces them; durable when this resolves. */
export async function saveAcknowledged(folder: string, reports: Iterable<string>): Promise<void> {
  await writeAtomically(join(folder, ACKNOWLEDGED), `${JSON.stringify({ version: 1, reports: [...reports] })}\n`)
}
