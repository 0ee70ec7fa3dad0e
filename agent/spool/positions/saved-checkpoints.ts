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

/** Where reading of each source resumes, and the number of the newest report that this accounts for. */
export interface Checkpoints {
  readonly version: 1
  readonly sequence: number
  /** By the name of the source, then by the path of the log. */
  readonly sources: Readonly<Record<string, Readonly<Record<string, Checkpoint>>>>
  /** The rules' state at that moment, if there were any. */
  readonly rules?: SavedRules
  /** Sealed ids whose events the rules have not heard again since a kill. */
  readonly unheard?: readonly string[]
  /** Inbox files that are taken, and perhaps not removed yet. */
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
/** Becomes the current file at the end of a save. After a crash between the two renames it is whole, and the newest. */
const NEXT = 'checkpoints.json.tmp'
const PREVIOUS = 'checkpoints.previous.json'

/** Keeps the newest unusable current file for a person to look at. */
const SET_ASIDE = 'checkpoints.unreadable.json'

/**
 * The current checkpoints in a state folder, or the next best intact ones of this version; undefined if there are none.
 * The owner of a file does not matter: only the agent's user and root can write to this folder (mode 0700).
 */
export async function loadCheckpoints(folder: string, tell: Tell): Promise<Checkpoints | undefined> {
  const unsaved = (error: unknown): void => tell(spoolNotices.checkpointsUnsaved(folder, messageOf(error)))
  for (const name of [CURRENT, NEXT, PREVIOUS]) {
    const file = join(folder, name)
    try {
      const found = parseCheckpoints(await readRegularFile(file))
      // Otherwise the next save would begin by overwriting it.
      if (name === NEXT) await replace(file, join(folder, CURRENT)).catch(unsaved)
      return found
    } catch (error) {
      // A crash during a save often leaves half of the next file.
      if (codeOf(error) === 'ENOENT' || name === NEXT) continue
      tell(spoolNotices.checkpointsUnreadable(file, messageOf(error)))
      // Left in place, it would replace the good previous copy at the next save.
      if (name === CURRENT) await replace(file, join(folder, SET_ASIDE)).catch(unsaved)
    }
  }
  return undefined
}

/** Parses the text of saved checkpoints; throws if it is not of this version. */
export function parseCheckpoints(text: string): Checkpoints {
  const parsed = v.safeParse(v.pipe(foreignJson, checkpoints), text)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new Error(`no checkpoints of this version: ${v.getDotPath(issue) ?? 'the text'}: ${issue.message}`)
}

/** Like `loadCheckpoints`, but gives no notices and changes nothing, so it is safe while the collector saves. */
export async function peekCheckpoints(folder: string): Promise<Checkpoints | undefined> {
  const [newest] = await wholeCheckpoints(folder)
  return newest
}

/**
 * The lowest sequence among all intact checkpoints in a state folder, any of which a start may fall back on: reports
 * newer than this number must stay. undefined if there are none.
 */
export async function oldestSavedSequence(folder: string): Promise<number | undefined> {
  const sequences = (await wholeCheckpoints(folder)).map(({ sequence }) => sequence)
  return sequences.length === 0 ? undefined : Math.min(...sequences)
}

/** All intact checkpoints in a state folder, newest first; throws the system's error. */
async function wholeCheckpoints(folder: string): Promise<readonly Checkpoints[]> {
  const whole: Checkpoints[] = []
  // In this order, because a file that a concurrent save renames gets a name that is read later.
  for (const name of [NEXT, CURRENT, PREVIOUS]) {
    try {
      whole.push(parseCheckpoints(await readRegularFile(join(folder, name))))
    } catch (error) {
      if (codeOf(error) !== undefined && codeOf(error) !== 'ENOENT') throw error
    }
  }
  return whole
}

/** Saves checkpoints as the current ones, and keeps the previous ones beside them. */
export async function saveCheckpoints(folder: string, checkpoints: Checkpoints): Promise<void> {
  const name = join(folder, CURRENT)
  const next = join(folder, NEXT)
  await writeSynced(next, `${JSON.stringify(checkpoints)}\n`)
  await replace(name, join(folder, PREVIOUS)).catch(ignoreMissing)
  await rename(next, name)
  await syncFolder(folder)
}

/** Renames a file over its target, even if one of the two is a folder. */
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
