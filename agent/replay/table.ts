import type { Entry } from '../../lib/event/entry.ts'
import { wordsOf } from '../../lib/event/words.ts'
import { row } from '../../lib/terminal/table.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { timeInZone } from '../../lib/time/stamp.ts'

/** What events can be grouped by. */
export const GROUPINGS = ['mailbox', 'ip'] as const

/** One of them. */
export type Grouping = (typeof GROUPINGS)[number]

/** How many events are shown, the newest ones: a few dozen megabytes. */
const MOST = 100_000

/** Stands for a value that an entry does not have. */
const UNTOLD = '-'

/** One event as it is shown. */
interface Row {
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly time: number
  readonly mailbox: string
  readonly ip: string
  readonly what: string
}

type Cells = readonly string[]

/** Collects entries of several logs, to be shown in the order of time. */
export class Table {
  readonly #most: number
  #rows: Row[] = []
  #left = 0

  constructor(most: number = MOST) {
    this.#most = most
  }

  /** How many of the oldest were left out. */
  get left(): number {
    return this.#left
  }

  add(entries: readonly Entry[]): void {
    for (const entry of entries) this.#rows.push(rowOf(entry))
    if (this.#rows.length >= 2 * this.#most) this.#trim()
  }

  /** The lines, each with a newline, of at most `width` columns; times in this zone, by default the machine's. */
  *lines(zone: string | undefined, by?: Grouping, width = Infinity): Generator<string> {
    this.#trim()
    const rows = this.#rows
    if (rows.length === 0) return
    const stamped = ({ time, mailbox, ip, what }: Row): Cells => [timeInZone(time, zone), mailbox, ip, what]
    if (by === undefined) yield* columns([['TIME', 'MAILBOX', 'ADDRESS', 'EVENT'], ...rows.map(stamped)], width)
    else for (const [name, members] of groupsOf(rows, by)) yield* groupLines(name, members.map(stamped), by, width)
  }

  #trim(): void {
    this.#rows.sort((one, other) => one.time - other.time)
    const surplus = Math.max(0, this.#rows.length - this.#most)
    this.#rows.splice(0, surplus)
    this.#left += surplus
  }
}

function rowOf(entry: Entry): Row {
  const text = (value: string | number | null | undefined): string => plainText(String(value ?? UNTOLD))
  const { time, mailbox_address: mailbox, ip } = entry
  return { time: Number(time), mailbox: text(mailbox), ip: text(ip), what: text(wordsOf(entry)) }
}

/** Groups with the most events first. */
function groupsOf(rows: readonly Row[], by: Grouping): readonly (readonly [string, readonly Row[]])[] {
  const groups = Map.groupBy(rows, (row) => row[by])
  return [...groups].toSorted(([one, ones], [other, others]) => others.length - ones.length || (one < other ? -1 : 1))
}

function* groupLines(name: string, rows: readonly Cells[], by: Grouping, width: number): Generator<string> {
  const [own, others, counted] = by === 'mailbox' ? [1, 2, 'addresses'] : [2, 1, 'mailboxes']
  const different = new Set(rows.map((cells) => cells[others]).filter((cell) => cell !== UNTOLD)).size
  yield `${name}  events: ${rows.length}, ${counted}: ${different}\n`
  const shown = rows.map((cells) => cells.toSpliced(own, 1))
  for (const lines of columns(shown, width - 2)) yield lines.replaceAll(/^(?=.)/gm, '  ')
}

/** Rows as lines with aligned cells. */
function* columns(rows: readonly Cells[], width: number): Generator<string> {
  const widths = [0, 1, 2].map((column) =>
    rows.reduce((widest, cells) => Math.max(widest, cells[column]?.length ?? 0), 0),
  )
  for (const cells of rows) yield `${row(cells, widths, width)}\n`
}
