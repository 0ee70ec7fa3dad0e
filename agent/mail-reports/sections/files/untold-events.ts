import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import type { Event } from '../../../../lib/event/event.ts'
import { writeAtomically } from '../../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../../lib/system/files/regular-file.ts'
import type { User } from '../../../../lib/system/users/passwd.ts'
import { counted } from '../../../../lib/terminal/count.ts'
import { foreignJson } from '../../../../lib/text/foreign-json.ts'
import { bufferOf, type ByteText, byteTextOf } from '../../../files/byte-text.ts'
import { SavedPass } from '../../../files/state/saved-pass.ts'
import { type Untold, leaveUntold, untoldSchema } from '../../../inbox/untold.ts'

// The events of a report are saved with its pass, and left in an inbox once the report is sealed. Which pass's events
// are left stands in a file of its own: the pass is large, and never written again.

/** Of all reports; some MiB at most. */
const MOST_WAITING = 1000

/** What waits once these events are added, as notes of a pass, and how many there is no room for. */
export function notesFor(
  before: readonly Untold[],
  events: readonly Event[],
  now: number,
): { readonly notes: readonly ByteText[]; readonly lost: number } {
  const added = events.map((event) => ({ event, now, random: randomBytes(8).toString('hex') }))
  const all = [...before, ...added]
  const notes = all.slice(0, MOST_WAITING).map((untold) => byteTextOf(JSON.stringify(untold)))
  return { notes, lost: all.length - notes.length }
}

/** The events of the pass at `state` that nobody has left in an inbox yet. */
export async function untoldOf(saved: SavedPass, state: string): Promise<readonly Untold[]> {
  if ((await lastTold(state)) === saved.sum) return []
  const all: Untold[] = []
  for (const note of saved.notes()) {
    const read = v.safeParse(v.pipe(foreignJson, untoldSchema), bufferOf(note).toString())
    if (read.success && all.length < MOST_WAITING) all.push(read.output)
  }
  return all
}

/**
 * Leaves the events of a report that is sealed in an inbox: to be called once `state` is that of this report, and again
 * whenever that may have failed, as it leaves nothing twice. `inbox` is the folder of the writer `files`, undefined
 * where no collector takes events. Resolves with a sentence if some still wait; the next call, or the next report, goes
 * on with them. `user` writes the section; undefined for this process. Rejects with the system's error if there is no
 * writing beside `state`.
 */
export async function leaveFileEvents(
  state: string,
  inbox: string | undefined,
  user?: User,
): Promise<string | undefined> {
  const saved = SavedPass.open(state, user?.uid)
  if (saved === undefined) return undefined
  if (typeof saved === 'string') return `${state}: what the last report saved ${saved}; its events are not told.`
  try {
    const all = await untoldOf(saved, state)
    if (all.length === 0) return undefined
    const { waiting, reason } = inbox === undefined ? { waiting: [], reason: '' } : await leaveUntold(all, inbox)
    if (waiting.length > 0)
      return `${inbox}: ${counted(waiting.length, 'event')} cannot be left there now (${reason}); the next report tries again.`
    // Its owner stays: root without CAP_FOWNER could not change the mode of a file of others.
    const rights = user === undefined ? { mode: 0o600 } : { mode: 0o640, uid: 0, gid: user.gid }
    await writeAtomically(toldFile(state), saved.sum, rights)
    return undefined
  } finally {
    saved.close()
  }
}

function toldFile(state: string): string {
  return `${state}.told`
}

/** The pass whose events were left last. */
async function lastTold(state: string): Promise<string | undefined> {
  return readRegularFile(toldFile(state), { most: 64 }).catch(() => undefined)
}
