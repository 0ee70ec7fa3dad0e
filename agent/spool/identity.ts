import { hostname } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { codeOf } from '../../lib/system/errors.ts'
import { writeAtomically } from '../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'

/** File in the root of a spool that holds the host name its ids are made with. */
export const IDENTITY = 'identity.json'

const identity = v.object({ version: v.literal(1), host: v.pipe(v.string(), v.minLength(1), v.maxLength(253)) })

/**
 * The host name that the ids of a spool are made with: the machine's name when the spool was first used, or its current
 * name if none is saved. The same bytes keep their ids when the host is renamed, so sealed events are recognised.
 */
export async function identityIn(root: string): Promise<string> {
  return (await keptIn(root)) ?? hostname()
}

/** Like `identityIn`, and saves the name if none is saved. If saving fails, the next start tries again. */
export async function keepIdentity(root: string): Promise<string> {
  const kept = await keptIn(root)
  if (kept !== undefined) return kept
  const host = hostname()
  await writeAtomically(join(root, IDENTITY), `${JSON.stringify({ version: 1, host })}\n`).catch((error: unknown) => {
    if (codeOf(error) === undefined) throw error
  })
  return host
}

/** Parses the text of a saved identity; throws if it is not one of this version. */
export function parseIdentity(text: string): string {
  return v.parse(v.pipe(foreignJson, identity), text).host
}

async function keptIn(root: string): Promise<string | undefined> {
  try {
    return parseIdentity(await readRegularFile(join(root, IDENTITY)))
  } catch {
    // Missing, torn or not the agent's: that must not stop the collector.
    return undefined
  }
}
