import { type Notice, type Tell, notice } from './notice.ts'

/** How long notices of a kind are counted, in milliseconds; then the number of those held back is told. */
const WINDOW = 600_000

/** So many notices of one kind are told in that time, and so many of them about one log. */
const MOST = 200
const MOST_OF_ONE = 20

/** One kind of notice, since the first of a window was told. */
interface Kind {
  readonly since: number
  told: number
  /** How often of what it was about. */
  readonly about: Map<string, number>
  held: number
  last: Notice
}

/**
 * Passes notices on to where they are written, but of one kind, and of one log, only so many in a while: whoever can
 * write to a log must not fill the journal, nor push out of it what others say. How many were held back is told as a
 * number.
 */
export class NoticeQuota {
  readonly #next: Tell
  readonly #elapsed: () => number
  readonly #once: ReadonlySet<string>
  readonly #kinds = new Map<string, Kind>()
  #timer: NodeJS.Timeout | undefined

  /**
   * `elapsed`: milliseconds by a clock that never steps. `once`: the codes that are told once for each log, as whoever
   * writes to it can cause them with every line.
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

  /** Tells what has been held back by now. */
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

  /** Of all windows that began by then. */
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
