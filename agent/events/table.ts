import type { Entry } from '../../lib/event/entry.ts'
import { type EventSeverity, severityOf } from '../../lib/event/severity.ts'
import { wordsOf } from '../../lib/event/words.ts'
import { concernedMailbox } from '../../lib/rules/concerned-mailbox.ts'
import { type Paint, type Shade, lengthOf } from '../../lib/terminal/colour.ts'
import { row } from '../../lib/terminal/table.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { timeInZone } from '../../lib/time/stamp.ts'
import { Newest } from './newest.ts'

/** What events can be grouped by. */
export const GROUPINGS = ['mailbox', 'ip'] as const

/** One of them. */
export type Grouping = (typeof GROUPINGS)[number]

/** How many events are shown, the newest ones: a few dozen megabytes. */
const MOST = 100_000

/** Stands for a value that an entry does not have. */
const UNTOLD = '-'

const SHADES: Readonly<Partial<Record<EventSeverity, Shade>>> = { medium: 'doubtful', high: 'bad', critical: 'bad' }

/** One event as it is shown. */
interface Row {
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly time: number
  readonly severity: EventSeverity
  /** The mailbox that it is about; else the account. */
  readonly mailbox: string
  readonly ip: string
  readonly what: string
}

/** How a table is printed. */
interface Look {
  /** Of the times; undefined for the machine's own. */
  readonly zone: string | undefined
  readonly by?: Grouping | undefined
  /** Most columns of a line. */
  readonly width?: number
  readonly paint?: Paint
}

type Cells = readonly string[]

/** Collects entries of several logs, to be shown in the order of time. */
export class Table {
  readonly #rows: Newest<Row>

  constructor(most: number = MOST) {
    this.#rows = new Newest(most)
  }

  /** How many of the oldest were left out. */
  get left(): number {
    return this.#rows.left
  }

  /** Adds entries; `detailsOf` tells what else is shown of each. */
  add(entries: readonly Entry[], detailsOf: (entry: Entry) => string = () => ''): void {
    for (const entry of entries) this.#rows.add(rowOf(entry, detailsOf(entry)))
  }

  /** The lines, each with a newline. */
  *lines({ zone, by, width = Infinity, paint = (_shade, text) => text }: Look): Generator<string> {
    const rows = this.#rows.inOrder()
    if (rows.length === 0) return
    const cellsOf = ({ time, severity, mailbox, ip, what }: Row): Cells => {
      const shade = SHADES[severity]
      return [timeInZone(time, zone), shade === undefined ? severity : paint(shade, severity), mailbox, ip, what]
    }
    if (by === undefined)
      yield* columns([['TIME', 'SEVERITY', 'MAILBOX', 'ADDRESS', 'EVENT'], ...rows.map(cellsOf)], width)
    else for (const [name, members] of groupsOf(rows, by)) yield* groupLines(name, members.map(cellsOf), by, width)
  }
}

function rowOf(entry: Entry, details: string): Row {
  const text = (value: string | number | null | undefined): string => plainText(String(value ?? UNTOLD))
  const { time, mailbox_address: caller, ip } = entry
  const mailbox = concernedMailbox(entry) ?? caller
  // Only an account can concern another than itself.
  const by = mailbox === caller || typeof caller !== 'string' || caller.includes('@') ? '' : ` (by ${caller})`
  const what = `${wordsOf(entry)}${by}  ${details}`.trimEnd()
  return { time: Number(time), severity: severityOf(entry), mailbox: text(mailbox), ip: text(ip), what: text(what) }
}

/** Groups with the most events first. */
function groupsOf(rows: readonly Row[], by: Grouping): readonly (readonly [string, readonly Row[]])[] {
  const groups = Map.groupBy(rows, (row) => row[by])
  return [...groups].toSorted(([one, ones], [other, others]) => others.length - ones.length || (one < other ? -1 : 1))
}

function* groupLines(name: string, rows: readonly Cells[], by: Grouping, width: number): Generator<string> {
  const [own, others, counted] = by === 'mailbox' ? [2, 3, 'addresses'] : [3, 2, 'mailboxes']
  const different = new Set(rows.map((cells) => cells[others]).filter((cell) => cell !== UNTOLD)).size
  yield `${name}  events: ${rows.length}, ${counted}: ${different}\n`
  const shown = rows.map((cells) => cells.toSpliced(own, 1))
  for (const lines of columns(shown, width - 2)) yield lines.replaceAll(/^(?=.)/gm, '  ')
}

/** Rows as lines with aligned cells. */
function* columns(rows: readonly Cells[], width: number): Generator<string> {
  const widths = (rows[0] ?? [])
    .slice(0, -1)
    .map((_, column) => rows.reduce((widest, cells) => Math.max(widest, lengthOf(cells[column] ?? '')), 0))
  for (const cells of rows) yield `${row(cells, widths, width)}\n`
}
