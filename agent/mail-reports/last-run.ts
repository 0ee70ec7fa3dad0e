import * as v from 'valibot'
import { replaceFile } from '../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'

const SCHEMA = v.pipe(
  foreignJson,
  v.object({
    version: v.literal(1),
    /** When it was begun, in milliseconds since the epoch. */
    begun: v.number(),
    /** Why it failed; null if it did not. */
    failure: v.nullable(v.string()),
    /** Sections that failed, in words. */
    failedSections: v.array(v.string()),
    /** Mails that it came to. */
    mails: v.number(),
    /** When the last one that did not fail was begun. */
    success: v.nullable(v.number()),
  }),
)

/** How the last run of a report went. */
export type LastRun = v.InferOutput<typeof SCHEMA>

/** Undefined if there was none, or its record cannot be read. */
export async function readLastRun(file: string): Promise<LastRun | undefined> {
  const text = await readRegularFile(file, { most: 65_536 }).catch(() => '')
  const parsed = v.safeParse(SCHEMA, text)
  return parsed.success ? parsed.output : undefined
}

/** Notes how a run went. */
export function keepLastRun(file: string, run: Omit<LastRun, 'version'>): void {
  replaceFile(file, JSON.stringify({ version: 1, ...run }), 0o600)
}
