import * as v from 'valibot'
import { codeOf } from '../../../../lib/system/errors.ts'
import { readRegularFile } from '../../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../../lib/text/foreign-json.ts'

const saved = v.object({ version: v.literal(1), report: v.number(), time: v.number() })

/** How far the last report counted: the number of the last sealed report, and when that was. */
export interface CountedUntil {
  readonly report: number
  /** Milliseconds since the epoch. */
  readonly time: number
}

/** What the file says; undefined before the first report, `damaged` if it says nothing that can be used. */
export async function countedUntil(file: string): Promise<CountedUntil | 'damaged' | undefined> {
  const text = await readRegularFile(file, { most: 1024 }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const read = v.safeParse(v.pipe(foreignJson, saved), text)
  return read.success ? read.output : 'damaged'
}

/** The text of such a file. */
export function countedUntilText({ report, time }: CountedUntil): string {
  return `${JSON.stringify({ version: 1, report, time })}\n`
}
