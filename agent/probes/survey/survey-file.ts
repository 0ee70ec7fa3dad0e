import { join } from 'node:path'
import * as v from 'valibot'
import { codeOf } from '../../../lib/system/errors.ts'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import type { SurveyPlaces } from './survey-places.ts'

/** What root tells of one kind of thing: what it found, or why it found nothing. */
export type SurveyAnswer = { readonly finding: unknown } | { readonly fault: string }

const taken = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const FILE = v.pipe(
  foreignJson,
  v.union([
    v.strictObject({ version: v.literal(1), taken, finding: v.unknown() }),
    v.strictObject({ version: v.literal(1), taken, fault: v.pipe(v.string(), v.maxLength(1000)) }),
  ]),
)

/** The most bytes of a file: ten thousand updates with their advisories. */
const LARGEST = 4 * 1024 * 1024

/** Tells what was found at a moment, in milliseconds since the epoch; the group of the folder may read it. */
export async function tellSurvey(
  { findings }: Pick<SurveyPlaces, 'findings'>,
  kind: string,
  told: SurveyAnswer & { readonly taken: number },
): Promise<void> {
  await writeAtomically(fileOf(findings, kind), JSON.stringify({ version: 1, ...told }), { mode: 0o640 })
}

/** What root told last, and when; undefined if nothing. Throws if that cannot be read, or is not root's. */
export async function toldSurvey(
  { findings, owner }: Pick<SurveyPlaces, 'findings' | 'owner'>,
  kind: string,
): Promise<v.InferOutput<typeof FILE> | undefined> {
  try {
    const fault = ({ uid }: { readonly uid: number }): string | undefined =>
      uid === owner ? undefined : `belongs to user ${uid}`
    return v.parse(FILE, await readRegularFile(fileOf(findings, kind), { most: LARGEST, fault }))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function fileOf(folder: string, kind: string): string {
  return join(folder, `${kind}.json`)
}
