import { statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../lib/event/event.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { ownIdentity } from '../../lib/system/processes/process-identity.ts'
import type { Intake } from '../collect/intake.ts'
import { heartbeatKinds } from '../collect/told-kinds.ts'
import type { Wishes } from '../config/receivers/destinations.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import { HEARTBEAT_FILE, heartbeatFile } from '../spool/positions/saved-heartbeat.ts'
import { idsAfter } from '../spool/recovery.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'
import { Heartbeat } from './heartbeat.ts'
import { heartbeatNotices } from './notices.ts'

/** Milliseconds from one look to the next, and at most from the last sign of life to the end of a process. */
const INTERVAL = 60_000

/** What the collector's telling of itself works with. */
export interface HeartbeatParts {
  readonly config: Wishes
  readonly folders: SpoolFolders
  readonly identity: string
  /** The number of the newest report. */
  readonly sequence: () => number
  readonly sources: { readonly toJSON: () => readonly SourceSnapshot[] }
  /** Aborted when the process ends, not only a round. */
  readonly stop: AbortSignal
  readonly clock: Clock
  readonly tell: Tell
}

/** What collecting shares with it. */
interface Beside {
  readonly intake: Pick<Intake, 'take' | 'wants'>
  readonly signal: AbortSignal
}

/**
 * Tells what happens to the collector itself, until its signal is aborted; undefined where nobody wants to hear of it.
 * What is told is saved before it is sealed, and whether it was sealed is asked of the spool: a kill at any moment
 * neither loses nor doubles it. Never rejects because of a disk: then it is told later.
 */
export function savedHeartbeat(parts: HeartbeatParts): ((beside: Beside) => Promise<void>) | undefined {
  if (heartbeatKinds(parts.config).length === 0) return undefined
  return async (beside) => {
    const run = new Run(parts, beside, await begun(parts))
    await run.untilStopped()
  }
}

async function begun({ folders, identity, clock, tell }: HeartbeatParts): Promise<Heartbeat> {
  const { root } = folders
  const saved = await heartbeatFile.load(root, {
    onUnreadable: (file, reason) => tell(heartbeatNotices.heartbeatUnreadable(file, reason)),
    onUnsaved: (reason) => tell(heartbeatNotices.heartbeatUnsaved(root, reason)),
  })
  const now = secondsOf(clock)
  const lastSeen = seenAt(root)
  const heartbeat = new Heartbeat({ identity, process: ownIdentity(), now, saved, lastSeen })
  if (saved !== undefined && saved.waiting.length > 0) {
    const sealed = await idsAfter(saved.sequence, folders)
    heartbeat.sealed((id) => sealed.has(id))
  }
  return heartbeat
}

class Run {
  readonly #parts: HeartbeatParts
  readonly #beside: Beside
  readonly #heartbeat: Heartbeat
  #saved = ''
  #isFailing = false

  constructor(parts: HeartbeatParts, beside: Beside, heartbeat: Heartbeat) {
    this.#parts = parts
    this.#beside = beside
    this.#heartbeat = heartbeat
  }

  async untilStopped(): Promise<void> {
    const { clock, sources, stop } = this.#parts
    const { signal } = this.#beside
    while (!signal.aborted) {
      this.#heartbeat.tick(secondsOf(clock), sources.toJSON())
      await this.#settle()
      await clock.sleep(INTERVAL, signal)
    }
    if (!stop.aborted) return
    this.#heartbeat.stop(secondsOf(clock))
    await this.#settle()
  }

  /** Saves what changed, seals what is to be told, and notes that. */
  async #settle(): Promise<void> {
    if (!(await this.#save())) return
    const waiting = this.#heartbeat.waiting
    if (waiting.length > 0 && (await this.#seal(waiting))) {
      const ids = new Set(waiting.map(({ id }) => id))
      this.#heartbeat.sealed((id) => ids.has(id))
      await this.#save()
    }
  }

  async #seal(waiting: readonly { readonly id: string; readonly event: Event }[]): Promise<boolean> {
    const { intake } = this.#beside
    const items = waiting
      .filter(({ event }) => intake.wants(event))
      .map(({ id, event }) => ({ id, event, place: undefined }))
    return items.length === 0 || (await intake.take(items, []))
  }

  async #save(): Promise<boolean> {
    const { folders, sequence, tell, clock } = this.#parts
    const { sequence: _number, ...rest } = this.#heartbeat.saved(0)
    const news = JSON.stringify(rest)
    try {
      if (news === this.#saved) touch(folders.root, clock.now())
      else await heartbeatFile.save(folders.root, `${JSON.stringify(this.#heartbeat.saved(sequence()))}\n`)
      this.#saved = news
      this.#isFailing = false
    } catch (error) {
      if (!this.#isFailing) tell(heartbeatNotices.heartbeatUnsaved(folders.root, messageOf(error)))
      this.#isFailing = true
    }
    return !this.#isFailing
  }
}

/** The file's time is the sign of life: unlike a save it costs no write to the disk. */
function touch(root: string, now: number): void {
  utimesSync(join(root, HEARTBEAT_FILE), now / 1000, now / 1000)
}

function seenAt(root: string): number | undefined {
  const stats = statSync(join(root, HEARTBEAT_FILE), { throwIfNoEntry: false })
  return stats && Math.floor(stats.mtimeMs / 1000)
}

function secondsOf(clock: Pick<Clock, 'now'>): number {
  return Math.floor(clock.now() / 1000)
}
