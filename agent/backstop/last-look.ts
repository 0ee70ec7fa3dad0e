import * as v from 'valibot'
import type { Tell } from '../../lib/notice/notice.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { replaceFile } from '../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { isAlive, ownIdentity, processIdentity } from '../../lib/system/processes/process-identity.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { oneLine } from '../../lib/text/plain-text.ts'
import { count, moment } from '../snapshots/snapshot.ts'
import type { Looked } from './looked.ts'
import { backstopNotices } from './notices.ts'

/** How looks went, as a file keeps it. */
export const lastLook = v.object({
  version: v.literal(1),
  process: processIdentity,
  /** Milliseconds since the epoch. */
  begunAt: moment,
  /** Looks right before this one of which none came to an end. */
  unfinished: count,
  /** Why this one failed. */
  failed: v.optional(v.string()),
  /** What the last one that succeeded came to; this one if they began at the same time. */
  success: v.optional(
    v.object({
      begunAt: moment,
      accounts: count,
      domains: count,
      files: count,
      appeared: count,
      untold: count,
      unreadable: count,
      cut: count,
    }),
  ),
})

const SCHEMA = v.pipe(foreignJson, lastLook)

/** How looks went, for `status`. */
export type LastLook = v.InferOutput<typeof lastLook>

/** Where that stands, beside the inbox: the folder of the baseline is closed to all but root. */
export function lastLookFile(spool: string): string {
  return `${spool}-inbox/backstop.json`
}

/** Undefined if there is none that this version understands, or it cannot be read. */
export async function readLastLook(file: string): Promise<LastLook | undefined> {
  const text = await readRegularFile(file, { most: 65_536 }).catch(() => '')
  const parsed = v.safeParse(SCHEMA, text)
  return parsed.success ? parsed.output : undefined
}

/** Whether it came to an end, however. */
export function isOver({ begunAt, failed, success }: LastLook): boolean {
  return failed !== undefined || success?.begunAt === begunAt
}

/** Whether it goes on. */
export function isLooking(look: LastLook): boolean {
  return !isOver(look) && isAlive(look.process)
}

/** Looks, and says in a file that it begins and how it ends; where that cannot be written, it looks all the same. */
export async function recorded(
  file: string,
  { now, tell }: { readonly now: number; readonly tell: Tell },
  look: () => Promise<Looked>,
): Promise<Looked> {
  const before = await readLastLook(file)
  const unfinished = before === undefined || isOver(before) ? 0 : before.unfinished + 1
  const begun = { version: 1, process: ownIdentity(), begunAt: now, unfinished, success: before?.success } as const
  const save = (state: LastLook): void => {
    try {
      replaceFile(file, JSON.stringify(state), 0o644)
    } catch (error) {
      tell(backstopNotices.unrecorded(file, messageOf(error)))
    }
  }
  save(begun)
  try {
    const looked = await look()
    const { events, ...counts } = looked
    save({ ...begun, unfinished: 0, success: { begunAt: now, ...counts, appeared: events.length } })
    return looked
  } catch (error) {
    save({ ...begun, unfinished: 0, failed: oneLine(messageOf(error)) })
    throw error
  }
}
