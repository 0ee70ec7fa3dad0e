import { hostname } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { codeOf } from '../../lib/system/errors.ts'
import { writeAtomically } from '../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'

/** Where the name is kept that a spool's ids are made with, in its root. */
export const IDENTITY = 'identity.json'

const identity = v.object({ version: v.literal(1), host: v.pipe(v.string(), v.minLength(1), v.maxLength(253)) })

/**
 * The name that the ids of a spool are made with: this machine's, as it was when the spool was used for the first time.
 * Whatever the host is called later on, the same bytes keep their ids, and what is sealed is known by them. Today's
 * name where none is kept.
 */
export async function identityIn(root: string): Promise<string> {
  return (await keptIn(root)) ?? hostname()
}

/**
 * The same, and keeps it where none is kept. Where that fails, the next start tries again, most likely with the same
 * name.
 */
export async function keepIdentity(root: string): Promise<string> {
  const kept = await keptIn(root)
  if (kept !== undefined) return kept
  const host = hostname()
  await writeAtomically(join(root, IDENTITY), `${JSON.stringify({ version: 1, host })}\n`).catch((error: unknown) => {
    if (codeOf(error) === undefined) throw error
  })
  return host
}

/** Reads the text of a kept name; throws where it is none of this version. */
export function parseIdentity(text: string): string {
  return v.parse(v.pipe(foreignJson, identity), text).host
}

async function keptIn(root: string): Promise<string | undefined> {
  try {
    return parseIdentity(await readRegularFile(join(root, IDENTITY)))
  } catch {
    // Not there, torn or somebody else's: it must stop nothing.
    return undefined
  }
}
