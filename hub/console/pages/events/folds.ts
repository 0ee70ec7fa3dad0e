import type { ShownEvent } from '../../../contract/event-contract.ts'
import { dayName } from '../../words/numbers.ts'

/** A row of the table: an event, or a fold of events that repeat. */
export interface TableRow {
  readonly key: string
  /** The event; of a fold the newest. */
  readonly event: ShownEvent
  /** All of the fold; of an event that one. */
  readonly events: readonly ShownEvent[]
  readonly is: 'event' | 'shut' | 'open' | 'inner'
  /** Whether more of the fold may be on the next page. */
  readonly isCut: boolean
}

/** How events are folded. */
export interface Folding {
  readonly zone: 'local' | 'utc'
  /** The ids of the newest events of folds when they were opened. */
  readonly open: ReadonlySet<string>
  /** Whether no page follows. */
  readonly isWhole: boolean
}

/** Two events are quicker read than a fold. */
const LEAST = 3

/** What matters is never folded. */
const FOLDED: ReadonlySet<string> = new Set(['info', 'low', 'medium'])

/** A run as it grows, and what all of it have in common; null if they differ. */
interface GrowingRun {
  readonly events: ShownEvent[]
  ip: string | null
  mailbox: string | null
}

/** Events as rows: what one address, or of one mailbox, repeats on a day without anything in between is one row. */
export function foldedRows(events: readonly ShownEvent[], { zone, open, isWhole }: Folding): readonly TableRow[] {
  const runs = runsIn(events, zone)
  const rows: TableRow[] = []
  for (const [index, { events: all }] of runs.entries()) {
    const [event] = all
    if (event === undefined) continue
    const isFold = all.length >= LEAST
    const isOpen = isFold && all.some(({ id }) => open.has(id))
    const isCut = !isWhole && index === runs.length - 1
    if (isFold) rows.push({ key: `fold ${event.id}`, event, events: all, is: isOpen ? 'open' : 'shut', isCut })
    if (!isFold || isOpen) for (const each of all) rows.push(singleRow(each, isFold ? 'inner' : 'event'))
  }
  return rows
}

/** An event as a row of its own. */
export function singleRow(event: ShownEvent, is: 'event' | 'inner' = 'event'): TableRow {
  return { key: event.id, event, events: [event], is, isCut: false }
}

function runsIn(events: readonly ShownEvent[], zone: Folding['zone']): readonly GrowingRun[] {
  const runs: GrowingRun[] = []
  for (const event of events) {
    const last = runs.at(-1)
    if (last === undefined || !takes(last, event, zone))
      runs.push({ events: [event], ip: event.ip, mailbox: event.mailbox_address })
  }
  return runs
}

/** Adds an event to a run that it belongs to; tells whether it does. */
function takes(run: GrowingRun, event: ShownEvent, zone: Folding['zone']): boolean {
  const [first] = run.events
  const isLike =
    first !== undefined &&
    first.type === event.type &&
    first.severity === event.severity &&
    (first.clock_ahead === undefined) === (event.clock_ahead === undefined) &&
    FOLDED.has(event.severity) &&
    dayName(first.time, zone) === dayName(event.time, zone)
  const ip = run.ip === event.ip ? run.ip : null
  const mailbox = run.mailbox === event.mailbox_address ? run.mailbox : null
  if (!isLike || (ip === null && mailbox === null)) return false
  run.events.push(event)
  run.ip = ip
  run.mailbox = mailbox
  return true
}
