import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../lib/event/event.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { codeOf, messageOf } from '../../lib/system/errors.ts'
import type { ClosableWaker } from '../../lib/system/watching/waker.ts'
import type { LeftOut, SourceSnapshot } from '../snapshots/snapshot.ts'
import type { SourceStates } from '../snapshots/source-states.ts'
import type { Incoming } from '../spool/incoming.ts'
import { INBOX } from '../spool/reports/inbox-source.ts'
import type { SealedRead } from '../spool/sealed-read.ts'
import { bytesByName } from './file-name.ts'
import { takeGivenUp } from './given-up.ts'
import type { Inbox } from './inboxes.ts'
import { type Listing, listInbox, removeUnfinished } from './listing.ts'
import { inboxNotices } from './notices.ts'
import { type Portion, readPortion } from './portion.ts'
import { setAside } from './refused.ts'
import { takenName } from './taken.ts'

/** How many files to take at once. */
const PORTION = 256

/** How many names to remember of files that are no events and cannot be removed; each is reported once. */
const MOST_LEFT = 10_000

/** Milliseconds until the next attempt at what could not be read. */
const RETRY = 1000

/** Where the events of an inbox go; the collector's `Intake` is one. */
interface InboxIntake {
  /** Seals events of these files; false if the program ended first. */
  take(items: readonly Incoming[], steps: readonly [], taken: readonly string[]): Promise<boolean>
  /** Whether to keep an event; asked once of each, and counts what it leaves out. */
  wants(event: Event, leftOut: LeftOut): boolean
  /** Whether an event is sealed. */
  isSelected(event: Event): boolean
}

/** What taking from an inbox works with. */
export interface InboxParts {
  readonly inbox: Inbox
  /** The host name in ids. */
  readonly identity: string
  readonly intake: InboxIntake
  /** Whether a file is taken, and only waits to be removed. */
  readonly isTaken: (name: string) => boolean
  /** The folder for refused files; undefined to change nothing. */
  readonly refused: string | undefined
  readonly sources: Pick<SourceStates, 'of' | 'set'>
  /** Called with what is sealed. */
  readonly onRead?: (read: SealedRead) => void
  readonly wakerOf: (path: string, options: { readonly contents: boolean }) => ClosableWaker
  readonly tell: Tell
  readonly signal: AbortSignal
  /** Whether to end when nothing more is there. */
  readonly once: boolean
}

/** What to do after a look. */
type Next = 'look' | 'wait' | 'retry' | 'end'

/** Takes events from an inbox as they come, until the signal is aborted; with `once`, only those that are there. */
export async function collectInbox(parts: InboxParts): Promise<void> {
  const { inbox, signal } = parts
  const taker = new Taker(parts)
  const waker = parts.wakerOf(inbox.path, { contents: true })
  try {
    while (!signal.aborted) {
      const changed = changeOf(inbox.path)
      const next = await taker.look()
      if (next === 'look') continue
      if (next === 'end' || parts.once) return
      await waker.wake(signal, next === 'retry' ? RETRY : undefined, () => changeOf(inbox.path) === changed)
    }
  } finally {
    waker.close()
  }
}

class Taker {
  readonly #parts: InboxParts
  readonly #left = new Set<string>()
  #state: SourceSnapshot
  #problem: string | undefined

  constructor(parts: InboxParts) {
    const { inbox, sources } = parts
    const source = { source: INBOX, path: inbox.path }
    this.#parts = parts
    this.#state = { lines: 0, ofInterest: 0, unrecognised: 0, events: 0, ...sources.of(source), ...source }
  }

  async look(): Promise<Next> {
    const { inbox, isTaken } = this.#parts
    const skip = (name: string): boolean => this.#left.has(name) || isTaken(takenName(inbox, name))
    try {
      const listing = await listInbox(inbox.path, PORTION, skip)
      await this.#tidy(listing)
      return await this.#take(listing)
    } catch (error) {
      if (codeOf(error) === undefined) throw error
      this.#note(messageOf(error))
      return 'retry'
    }
  }

  async #tidy({ strangers, unfinished, hasGivenUp }: Listing): Promise<void> {
    const { inbox, refused, tell } = this.#parts
    for (const name of strangers) await this.#refuse(name, 'its name is not that of an event')
    if (refused === undefined) return
    await removeUnfinished(inbox.path, unfinished, systemClock.now())
    const count = hasGivenUp ? await takeGivenUp(inbox.path) : 0
    if (count > 0) tell(inboxNotices.givenUp(inbox.path, count))
  }

  async #take({ names, isMore }: Listing): Promise<Next> {
    const { inbox, identity, intake } = this.#parts
    const portion = readPortion(inbox, names, identity)
    for (const { name, reason } of portion.refused) await this.#refuse(name, reason)
    const taken = portion.names.map((name) => takenName(inbox, name))
    const leftOut = { events: 0, ignore: 0, ...this.#state.leftOut }
    const items = portion.items.filter(({ event }) => intake.wants(event, leftOut))
    if (taken.length > 0 && !(await intake.take(items, [], taken))) return 'end'
    this.#count(portion, leftOut)
    this.#note(portion.later && `${join(inbox.path, portion.later.name)}: it cannot be read (${portion.later.code})`)
    if (portion.later !== undefined) return 'retry'
    const seen = portion.names.length + portion.refused.length
    return seen > 0 && (isMore || seen < names.length) ? 'look' : 'wait'
  }

  async #refuse(name: string, reason: string): Promise<void> {
    const { inbox, refused, tell } = this.#parts
    if (this.#left.has(name)) return
    const file = join(inbox.path, name)
    const outcome = refused === undefined ? 'left' : await setAside(file, name, refused)
    if (outcome === 'left') {
      if (this.#left.size === MOST_LEFT) return
      this.#left.add(name)
    }
    tell(inboxNotices.refused(file, reason, inbox.name, outcome))
  }

  /** `status` does not show an inbox that never held anything. */
  #count({ items, names, refused }: Portion, leftOut: LeftOut): void {
    const { inbox, intake, sources, onRead } = this.#parts
    const count = items.length + refused.length
    if (count === 0) return
    const { lines, ofInterest, events, ...rest } = this.#state
    const selected = items.filter(({ event }) => intake.isSelected(event))
    const last = selected.at(-1)
    this.#state = {
      ...rest,
      lines: lines + count,
      ofInterest: ofInterest + items.length,
      events: events + selected.length,
      leftOut,
      ...(last && { lastEvent: last.event.time * 1000 }),
    }
    sources.set(this.#state)
    const bytes = names.reduce((sum, name) => sum + (bytesByName(name) ?? 0), 0)
    onRead?.({ source: INBOX, path: inbox.path, bytes, events: selected.map(({ event }) => event) })
  }

  /** Tells once that nothing can be taken, and once that events are taken again. */
  #note(problem: string | undefined): void {
    const { inbox, sources, tell } = this.#parts
    if ((problem === undefined) === (this.#problem === undefined)) return
    this.#problem = problem
    tell(problem === undefined ? inboxNotices.usable(inbox.path) : inboxNotices.unusable(inbox.path, problem))
    const { problem: _before, ...state } = this.#state
    this.#state = problem === undefined ? state : { ...state, problem: 'cannot be read by the collector' }
    sources.set(this.#state)
  }
}

/** When a name was last added to a folder or removed; undefined if that cannot be read. */
function changeOf(path: string): bigint | undefined {
  try {
    return statSync(path, { bigint: true }).mtimeNs
  } catch {
    return undefined
  }
}
