import * as v from 'valibot'
import type { Tell } from '../../../lib/notice/notice.ts'
import { type SavedRules, savedRules } from '../../../lib/rules/saved-rules.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { type Checkpoint, checkpoint } from '../../follow/checkpoint.ts'
import { spoolNotices } from '../notices.ts'
import { SavedCopies } from './saved-copies.ts'

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

const copies = new SavedCopies('checkpoints', parseCheckpoints)

/** The current checkpoints in a state folder, or the next best intact ones; undefined if there are none. */
export function loadCheckpoints(folder: string, tell: Tell): Promise<Checkpoints | undefined> {
  return copies.load(folder, {
    onUnreadable: (file, reason) => tell(spoolNotices.checkpointsUnreadable(file, reason)),
    onUnsaved: (reason) => tell(spoolNotices.checkpointsUnsaved(folder, reason)),
  })
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
  const [newest] = await copies.whole(folder)
  return newest
}

/**
 * The lowest sequence among all intact checkpoints in a state folder, any of which a start may fall back on: reports
 * newer than this number must stay. undefined if there are none.
 */
export async function oldestSavedSequence(folder: string): Promise<number | undefined> {
  const sequences = (await copies.whole(folder)).map(({ sequence }) => sequence)
  return sequences.length === 0 ? undefined : Math.min(...sequences)
}

/** Saves checkpoints as the current ones, with the previous ones beside them; resolves with their size in bytes. */
export function saveCheckpoints(folder: string, checkpoints: Checkpoints): Promise<number> {
  return copies.save(folder, `${JSON.stringify(checkpoints)}\n`)
}
