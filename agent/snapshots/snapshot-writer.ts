import { chmod, rename, writeFile } from 'node:fs/promises'
import { VERSION } from '../../lib/command-line/version.ts'
import type { Notice, Tell } from '../../lib/notice/notice.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { ownIdentity } from '../../lib/system/processes/process-identity.ts'
import { statusNotices } from './notices.ts'
import { startPulse } from './pulse.ts'
import { SavedCopy } from './saved-copy.ts'
import { copyOf, type RoleSnapshot, runtimeFile } from './snapshot.ts'

/** How many warnings and errors are kept for `status`. */
const RECENT = 20

/** Milliseconds that a change may wait to be shown; without changes nothing is written. */
const DELAY = 500

/** Milliseconds that a change may wait which is one of many, as that a check found once more what it had found. */
const LEISURE = 5000

/** Milliseconds before a failed write is tried again. */
const RETRY_INTERVAL = 2000

type Common = Omit<RoleSnapshot, 'refused'>

/** What a process carries on. */
export interface CarriedOver {
  /** The root of its spool, where a copy is kept. */
  readonly spool: string
  /** The mode of its file; only its user reads it if nothing is said. */
  readonly mode?: number
  /** What the previous process told last. */
  readonly before: Pick<Common, 'startedAt' | 'countedSince' | 'notices'> | undefined
}

/** What is written beside the file for `status`, for others. */
export interface Companion {
  /** Something has changed. */
  changed(): void
  /** Nothing may have changed, but the process lives. */
  beat(): void
  close(): Promise<void>
}

/** Keeps the file up to date from which `status` learns how a process is. */
export class SnapshotWriter<T extends object> {
  readonly #file: string
  readonly #notices: { counts: Record<string, number>; recent: RoleSnapshot['notices']['recent'] }
  readonly #startedAt = Date.now()
  readonly #countedSince: number
  readonly #spool: string
  readonly #mode: number
  readonly #copy: SavedCopy
  #current: T
  /** Makes what is to be told besides. */
  #later: (() => Partial<T>) | undefined
  #timer: NodeJS.Timeout | undefined
  /** When that timer is due, in milliseconds since the epoch. */
  #due = Infinity
  #writing: Promise<void> = Promise.resolve()
  #failing = false
  #closed = false
  readonly #stopPulse: () => void
  #tell: Tell = () => undefined
  #companion: Companion | undefined

  /** `role` names the file in the runtime folder; `current` is the state at the start. */
  constructor(folder: string, role: string, current: T, { spool, before, mode = 0o600 }: CarriedOver) {
    this.#file = runtimeFile(folder, role)
    this.#stopPulse = startPulse(this.#file, () => this.#companion?.beat())
    this.#current = current
    this.#notices = { counts: { ...before?.notices.counts }, recent: [...(before?.notices.recent ?? [])] }
    this.#countedSince = before?.countedSince ?? before?.startedAt ?? this.#startedAt
    this.#spool = spool
    this.#mode = mode
    this.#copy = new SavedCopy(copyOf(spool, role), () => this.#text())
    this.show({})
  }

  /** Changes what is told. */
  show(change: Partial<T>): void {
    // What is made later would undo it.
    this.#makeLater()
    this.#current = { ...this.#current, ...change }
    this.#changed(DELAY)
  }

  /** Changes what is told, at leisure: it is made only when it is told, however often that is asked for before. */
  showLater(make: () => Partial<T>): void {
    this.#later = make
    this.#changed(LEISURE)
  }

  /** How the process is now. */
  get current(): T & Pick<Common, 'startedAt' | 'notices'> {
    this.#makeLater()
    return { ...this.#current, startedAt: this.#startedAt, notices: this.#notices }
  }

  /** What else is written when this is, until this is closed. */
  accompany(companion: Companion | undefined): void {
    this.#companion = companion
    companion?.changed()
  }

  /** Listens to notices on their way to `next`. */
  listen(next: Tell): Tell {
    this.#tell = (notice) => {
      this.#count(notice)
      next(notice)
    }
    return this.#tell
  }

  /** Writes pending changes now. A failure is reported and tried again later; the work goes on. */
  async flush(): Promise<void> {
    const pending = this.#timer !== undefined
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#due = Infinity
    if (pending) this.#writing = this.#writing.then(() => this.#write())
    await this.#writing
  }

  /** Writes for the last time: from now on another process may. */
  async close(): Promise<void> {
    this.#closed = true
    this.#stopPulse()
    await this.flush()
    await this.#copy.save()
    await this.#companion?.close()
  }

  /** Does not keep the process alive, without which the file is worth nothing. */
  #writeAfter(milliseconds: number): void {
    const due = Date.now() + milliseconds
    if (this.#closed || due >= this.#due) return
    clearTimeout(this.#timer)
    this.#due = due
    this.#timer = setTimeout(() => void this.flush(), milliseconds).unref()
  }

  #changed(delay: number): void {
    this.#writeAfter(delay)
    if (this.#closed) return
    this.#copy.changed()
    this.#companion?.changed()
  }

  #makeLater(): void {
    if (this.#later === undefined) return
    this.#current = { ...this.#current, ...this.#later() }
    this.#later = undefined
  }

  #count({ code, severity, text }: Notice): void {
    const { counts, recent } = this.#notices
    counts[code] = (counts[code] ?? 0) + 1
    if (severity === 'error' || severity === 'warning') recent.push({ at: Date.now(), code, severity, text })
    if (recent.length > RECENT) recent.splice(oldestOfMost(recent.map((each) => each.code)), 1)
    this.show({})
  }

  /** Throws if the identity cannot be read from its files, say without a free descriptor. */
  #text(): string {
    this.#makeLater()
    const common: Common = {
      version: 1,
      agent: VERSION,
      process: ownIdentity(),
      startedAt: this.#startedAt,
      spool: this.#spool,
      countedSince: this.#countedSince,
      notices: this.#notices,
    }
    return JSON.stringify({ ...common, ...this.#current })
  }

  async #write(): Promise<void> {
    try {
      // Not synced: the folder is in memory, and useless after a reboot.
      await writeFile(`${this.#file}.tmp`, this.#text(), { mode: 0o600 })
      // The umask does not let the group read.
      if (this.#mode !== 0o600) await chmod(`${this.#file}.tmp`, this.#mode)
      await rename(`${this.#file}.tmp`, this.#file)
      this.#failing = false
    } catch (error) {
      this.#writeAfter(RETRY_INTERVAL)
      if (!this.#failing) this.#tell(statusNotices.statusUnsaved(this.#file, messageOf(error)))
      this.#failing = true
    }
  }
}

/** The index of the oldest of the most frequent kind: a flood of one kind must not push out the others. */
function oldestOfMost(codes: readonly string[]): number {
  const count = (code: string): number => codes.filter((each) => each === code).length
  const most = Math.max(...codes.map(count))
  return codes.findIndex((code) => count(code) === most)
}
