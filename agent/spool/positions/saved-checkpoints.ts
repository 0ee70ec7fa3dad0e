import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Tell } from '../../../lib/notice/notice.ts'
import { type SavedRules, savedRules } from '../../../lib/rules/rules.ts'
import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import { syncFolder, writeSynced } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { type Checkpoint, checkpoint } from '../../follow/checkpoint.ts'
import { spoolNotices } from '../notices.ts'

/** Where reading of each source goes on, and the newest report that this takes into account. */
export interface Checkpoints {
  readonly version: 1
  readonly sequence: number
  /** By the name of the source, then by the path of the log. */
  readonly sources: Readonly<Record<string, Readonly<Record<string, Checkpoint>>>>
  /** What the rules knew then, where there were some. */
  readonly rules?: SavedRules
  /** Ids that were sealed by then, of whose events these rules have not heard: they were killed, and read on from before. */
  readonly unheard?: readonly string[]
  /** Files of inboxes that are taken, and perhaps not removed yet. */
  readonly taken?: readonly string[]
}

const checkpoints: v.GenericSchema<unknown, Checkpoints> = v.object({
  version: v.literal(1),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sources: v.record(v.string(), v.record(v.string(), checkpoint)),
  rules: v.exactOptional(savedRules),
  unheard: v.exactOptional(v.array(v.string())),
  taken: v.exactOptional(v.array(v.string())),
})

const CURRENT = 'checkpoints.json'
/**
 * On its way to become the current one; whole, and then the newest, where a crash came between the two renames of a
 * save.
 */
const NEXT = 'checkpoints.json.tmp'
const PREVIOUS = 'checkpoints.previous.json'

/** Where a current file that cannot be used is kept for a person to look at; one alone, the newest. */
const SET_ASIDE = 'checkpoints.unreadable.json'

/**
 * The checkpoints in a state folder, or those before them where no whole ones of this version are there; undefined
 * without any. Whose a file is does not matter: into this folder (0700) none but the agent's user and root can have put
 * it.
 */
export async function loadCheckpoints(folder: string, tell: Tell): Promise<Checkpoints | undefined> {
  const unsaved = (error: unknown): void => tell(spoolNotices.checkpointsUnsaved(folder, messageOf(error)))
  for (const name of [CURRENT, NEXT, PREVIOUS]) {
    const file = join(folder, name)
    try {
      const found = parseCheckpoints(await readRegularFile(file))
      // The next save begins by removing it.
      if (name === NEXT) await replace(file, join(folder, CURRENT)).catch(unsaved)
      return found
    } catch (error) {
      // Half of the next one is what many a crash leaves.
      if (codeOf(error) === 'ENOENT' || name === NEXT) continue
      tell(spoolNotices.checkpointsUnreadable(file, messageOf(error)))
      // Left in its place, it would be saved as the copy before the next ones, over the good one that is there.
      if (name === CURRENT) await replace(file, join(folder, SET_ASIDE)).catch(unsaved)
    }
  }
  return undefined
}

/** Reads the text of saved checkpoints; throws where it is none of this version. */
export function parseCheckpoints(text: string): Checkpoints {
  const parsed = v.safeParse(v.pipe(foreignJson, checkpoints), text)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new Error(`no checkpoints of this version: ${v.getDotPath(issue) ?? 'the text'}: ${issue.message}`)
}

/** The same without a word, and without a change: for who only looks, while the collector may save. */
export async function peekCheckpoints(folder: string): Promise<Checkpoints | undefined> {
  const [newest] = await wholeCheckpoints(folder)
  return newest
}

/**
 * Of all checkpoints in a state folder that could be used, now or after the next damage, those that know the fewest
 * reports: what is newer than this number has to stay. Undefined where there are none.
 */
export async function oldestSavedSequence(folder: string): Promise<number | undefined> {
  const sequences = (await wholeCheckpoints(folder)).map(({ sequence }) => sequence)
  return sequences.length === 0 ? undefined : Math.min(...sequences)
}

/** All in a state folder that could be used, the newest first; throws what the system says. */
async function wholeCheckpoints(folder: string): Promise<readonly Checkpoints[]> {
  const whole: Checkpoints[] = []
  // In this order: what a save renames meanwhile comes under a name that is still to be read.
  for (const name of [NEXT, CURRENT, PREVIOUS]) {
    try {
      whole.push(parseCheckpoints(await readRegularFile(join(folder, name))))
    } catch (error) {
      if (codeOf(error) !== undefined && codeOf(error) !== 'ENOENT') throw error
    }
  }
  return whole
}

/** Saves checkpoints as the current ones, and keeps those before them. */
export async function saveCheckpoints(folder: string, checkpoints: Checkpoints): Promise<void> {
  const name = join(folder, CURRENT)
  const next = join(folder, NEXT)
  await writeSynced(next, `${JSON.stringify(checkpoints)}\n`)
  await replace(name, join(folder, PREVIOUS)).catch(ignoreMissing)
  await rename(next, name)
  await syncFolder(folder)
}

/** Renames a file, and where that or its target is a folder too. */
async function replace(file: string, target: string): Promise<void> {
  try {
    await rename(file, target)
  } catch (error) {
    if (!['EISDIR', 'ENOTDIR', 'ENOTEMPTY'].includes(codeOf(error) ?? '')) throw error
    await rm(target, { recursive: true })
    await rename(file, target)
  }
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error
}
