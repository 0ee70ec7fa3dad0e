import { type Stats, lstatSync, unlinkSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { codeOf, messageOf } from '../../lib/system/errors.ts'
import { writeAtomically } from '../../lib/system/files/atomic-file.ts'
import { entriesIn, inFolder } from '../../lib/system/files/held-folder.ts'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'

/** A request is a name and nothing else: what is done for it stands in the configuration. */
const REQUEST = v.pipe(
  foreignJson,
  v.strictObject({ version: v.literal(1), name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)) }),
)

/** The most bytes of a request, and of the names of a folder that are looked at. */
const [LARGEST, MOST] = [256, 256]

/** The watcher asks again; a request that nobody heard for so many milliseconds would come too late. */
const FRESH = 300_000

/** What was asked for. */
export interface TakenNames {
  /** Each once; nobody has looked them up yet. */
  readonly names: ReadonlySet<string>
  /** Why others were refused, in words. */
  readonly refused: readonly string[]
}

/** Asks root for what has this name. */
export async function askByName(folder: string, name: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  await writeAtomically(join(folder, `${name}.json`), JSON.stringify({ version: 1, name }))
}

/**
 * Takes all requests out of the watcher's folder; of other names it removes what it can. Nothing in the folder is
 * trusted: no link is followed, and only small regular files of the folder's owner are read.
 */
export function takeRequestedNames(folder: string, now: number): TakenNames {
  const names = new Set<string>()
  const refused: string[] = []
  inFolder(folder, (held) => {
    const { uid } = lstatSync(`${held}/.`)
    for (const file of filesIn(held)) {
      try {
        const { text, stats } = readRegularFileSync(join(held, file), { most: LARGEST, fault: foreignTo(uid) })
        const parsed = v.safeParse(REQUEST, text)
        if (!parsed.success) refused.push('it is none that this version knows')
        else if (Math.abs(now - stats.mtimeMs) < FRESH) names.add(parsed.output.name)
      } catch (error) {
        refused.push(codeOf(error) ?? messageOf(error))
      }
      remove(join(held, file))
    }
  })
  return { names, refused }
}

/** The watcher is still writing what ends in `.tmp`, or takes its place the next time. */
function filesIn(held: string): readonly string[] {
  const files = entriesIn(held).map(({ name }) => name)
  return [...files.take(MOST)].filter((name) => !name.endsWith('.tmp'))
}

function foreignTo(owner: number): (stats: Stats) => string | undefined {
  return ({ uid }) => (uid === owner ? undefined : `belongs to user ${uid}`)
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // A folder, or gone: the unit waits for changes, so what stays starts nothing.
  }
}
