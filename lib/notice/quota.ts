import { type Notice, type Tell, notice } from './notice.ts'

/** Length of a counting window, in milliseconds. When it ends, the number of suppressed notices is reported. */
const WINDOW = 600_000

/** Limits within one window: notices of one kind, and of one kind about one log. */
const MOST = 200
const MOST_OF_ONE = 20

/** Counts for one kind of notice in the current window. */
interface Kind {
  readonly since: number
  told: number
  /** Notices passed on, by what they are about. */
  readonly about: Map<string, number>
  held: number
  last: Notice
}

/**
 * Limits how many notices of one kind, and about one log, are passed on in a window. Whoever can write to a log must
 * not be able to fill the journal or push other messages out of it. The number suppressed is reported when the window
 * ends.
 */
export class NoticeQuota {
  readonly #next: Tell
  readonly #elapsed: () => number
  readonly #once: ReadonlySet<string>
  readonly #kinds = new Map<string, Kind>()
  #timer: NodeJS.Timeout | undefined

  /**
   * `elapsed`: milliseconds on a clock that never steps. `once`: codes passed on only once for each log in a window,
   * because whoever writes to the log can cause them with every line.
   */
  constructor(next: Tell, elapsed: () => number, once: ReadonlySet<string>) {
    this.#once = once
    this.#next = next
    this.#elapsed = elapsed
  }

  readonly tell: Tell = (notice) => {
    this.#endWindows(this.#elapsed() - WINDOW)
    const { code, about = '' } = notice
    const kind = this.#kinds.get(code) ?? { since: this.#elapsed(), told: 0, about: new Map(), held: 0, last: notice }
    this.#kinds.set(code, kind)
    const before = kind.about.get(about) ?? 0
    if (kind.told < MOST && (about === '' || before < (this.#once.has(code) ? 1 : MOST_OF_ONE))) {
      kind.told += 1
      kind.about.set(about, before + 1)
      this.#next(notice)
    } else {
      kind.held += 1
      kind.last = notice
      this.#timer ??= setTimeout(() => this.#wake(), WINDOW).unref()
    }
  }

  /** Reports the notices suppressed so far. */
  close(): void {
    clearTimeout(this.#timer)
    this.#endWindows(Infinity)
  }

  #wake(): void {
    this.#timer = undefined
    this.#endWindows(this.#elapsed() - WINDOW)
    const isAnyHeld = [...this.#kinds.values()].some(({ held }) => held > 0)
    if (isAnyHeld) this.#timer = setTimeout(() => this.#wake(), WINDOW).unref()
  }

  /** Ends all windows that began at or before `then`. */
  #endWindows(then: number): void {
    for (const [code, { since, held, last }] of this.#kinds) {
      if (since > then) continue
      this.#kinds.delete(code)
      if (held > 0) this.#next(heldBack(last, held))
    }
  }
}

function heldBack({ code, text }: Notice, count: number): Notice {
  return notice(
    'notice',
    'notices_held_back',
    `${code}: ${count} more of these were not written here; status counts all. The last: ${text}`,
  )
}
