import { randomBytes } from 'node:crypto'
import type { Event } from '../../lib/event/event.ts'
import { wordsOf } from '../../lib/event/words.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { isOutside, messageOf } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { type Untold, leaveUntold } from '../inbox/untold.ts'
import { watchNotices } from './notices.ts'
import { type SavedChecks, saveChecks } from './saved-checks.ts'
import type { WatchFolders } from './watch-folders.ts'
import type { WatchedChecks } from './watched-checks.ts'

/** So many events wait for the inbox; beyond, the newest are given up. */
const MOST_WAITING = 1000

/** What a journal works with. */
export interface JournalParts {
  readonly folders: Pick<WatchFolders, 'state' | 'inbox'>
  readonly watched: Pick<WatchedChecks, 'records' | 'version'>
  /** Events that waited before. */
  readonly untold: SavedChecks['untold']
  readonly tell: Tell
}

/** Saves what is known of checks and leaves their events in the inbox, each once whenever the process is killed. */
export class CheckJournal {
  readonly #parts: JournalParts
  #untold: readonly Untold[]
  #savedVersion = -1
  #isWaiting = false
  #turn: Promise<void> = Promise.resolve()

  constructor(parts: JournalParts) {
    this.#parts = parts
    this.#untold = parts.untold
  }

  /** Notes events that happened at a moment in milliseconds since the epoch, then saves and leaves what is to be. */
  note(events: readonly Event[], now: number): Promise<void> {
    for (const event of events) {
      this.#parts.tell(watchNotices.changed(plainText(wordsOf({ ...event, id: '' }))))
      if (this.#untold.length === MOST_WAITING) continue
      this.#untold = [...this.#untold, { event, now, random: randomBytes(8).toString('hex') }]
      this.#savedVersion = -1
    }
    this.#turn = this.#turn.then(() => this.#settle())
    return this.#turn
  }

  /** Saves all of it, also how many results in a row speak for another state, which a next process goes on counting. */
  keepAll(): Promise<void> {
    this.#savedVersion = -1
    return this.note([], 0)
  }

  /** An event is saved before it is left: after a kill in between it is left again under the same name. */
  async #settle(): Promise<void> {
    const { folders, tell } = this.#parts
    await this.#save()
    const given = this.#untold
    if (given.length === 0) return
    const { waiting, reason } = await leaveUntold(given, folders.inbox)
    this.#untold = [...waiting, ...this.#untold.slice(given.length)]
    if (waiting.length > 0 && !this.#isWaiting) tell(watchNotices.untold(waiting.length, folders.inbox, reason))
    this.#isWaiting = waiting.length > 0
    if (waiting.length === given.length) return
    this.#savedVersion = -1
    await this.#save()
  }

  async #save(): Promise<void> {
    const { folders, watched, tell } = this.#parts
    const { version } = watched
    if (version === this.#savedVersion) return
    try {
      await saveChecks(folders.state, { version: 1, ...watched.records, untold: [...this.#untold] })
      this.#savedVersion = version
    } catch (error) {
      if (!isOutside(error)) throw error
      tell(watchNotices.unsaved(folders.state, messageOf(error)))
    }
  }
}
