import { join } from 'node:path'
import * as v from 'valibot'
import { codeOf } from '../../../lib/system/errors.ts'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { type FoundCheck, foundCheck } from './found-check.ts'

/** A host with more services is none that can be checked without a word of anybody. */
export const MOST_FOUND = 256

const SCHEMA = v.pipe(
  foreignJson,
  v.object({ version: v.literal(1), checks: v.pipe(v.array(foundCheck), v.maxLength(MOST_FOUND)) }),
)

const LARGEST = 1024 * 1024

function fileIn(folder: string): string {
  return join(folder, 'found.json')
}

/** What was found before, as far as this version can check it. Throws if the file cannot be read, or is damaged. */
export async function readFound(folder: string): Promise<readonly FoundCheck[]> {
  try {
    return v.parse(SCHEMA, await readRegularFile(fileIn(folder), { most: LARGEST })).checks
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

/** Saves it durably. */
export async function saveFound(folder: string, checks: readonly FoundCheck[]): Promise<void> {
  await writeAtomically(fileIn(folder), JSON.stringify({ version: 1, checks }))
}
