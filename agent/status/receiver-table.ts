import type { Shade } from '../../lib/terminal/colour.ts'
import { type Column, columnsOf } from '../../lib/terminal/columns.ts'
import { counted } from '../../lib/terminal/count.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { MOST_CLOCK_OFFSET } from '../../lib/time/clock-offset.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import { inWords } from '../../lib/time/duration.ts'
import { ago } from './ago.ts'
import type { StatusScreen } from './screen.ts'
import type { ShownReceiver } from './shown-receivers.ts'
import { failedText } from './waiting-text.ts'

const SHADES: Readonly<Record<ShownReceiver['state'], Shade | undefined>> = {
  working: 'good',
  failing: 'bad',
  untried: undefined,
  off: 'doubtful',
  stopped: 'bad',
}

/** Indent of what stands below a row. */
const INDENT = 4

/** How delivery goes, a line for each receiver and alert, and below it its last error. */
export function receiverLines(
  receivers: readonly ShownReceiver[],
  { now, width, paint }: StatusScreen,
): readonly string[] {
  if (receivers.length === 0) return []
  const { head, rows } = columnsOf(columnsAt(now), receivers, { width, paint })
  return [
    head,
    ...rows.flatMap((row, at) => [row].concat(notesOf(receivers[at], now).map((note) => below(note, width)))),
  ]
}

function columnsAt(now: number): readonly Column<ShownReceiver>[] {
  return [
    { head: 'RECEIVER', cell: ({ name }) => plainText(name) },
    { head: 'STATE', cell: ({ state }) => state, shade: ({ state }) => SHADES[state] },
    { head: 'WAITING', cell: ({ waiting }) => String(waiting), isNumber: true },
    {
      head: 'OLDEST',
      cell: ({ oldest, alert }) => (oldest === undefined || alert !== undefined ? '-' : inWords(now - oldest)),
      isNumber: true,
    },
    { head: 'LAST SUCCESS', cell: ({ lastSuccess }) => ago(lastSuccess, now), isNumber: true },
    {
      head: 'NEXT TRY',
      cell: ({ nextTry }) => (nextTry === undefined ? '-' : `in ${inWords(nextTry - now)}`),
      isNumber: true,
    },
    { head: 'CLOCK', cell: clockText, shade: ({ clock }) => (isSkewed(clock) ? 'doubtful' : undefined) },
  ]
}

type Clock = ShownReceiver['clock']

function isSkewed(clock: Clock): boolean {
  return clock !== undefined && Math.abs(clock.offset) - clock.within > MOST_CLOCK_OFFSET
}

/** The clock of this server, as the receiver's last answer showed it. */
function clockText({ clock }: ShownReceiver): string {
  if (clock === undefined) return '-'
  const { offset } = clock
  return offset === 0 ? 'same' : `${inWords(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}`
}

/** What does not fit in columns. */
function notesOf(receiver: ShownReceiver | undefined, now: number): readonly string[] {
  if (receiver === undefined) return []
  const { failed, lastError, alert } = receiver
  const due = alert?.due === undefined ? '' : ` for the message at ${utc(alert.due)}`
  return [
    ...(alert === undefined ? [] : [`${counted(alert.held, 'event')} held${due}`]),
    ...(failed === 0 ? [] : [failedText(receiver)]),
    ...(lastError === undefined ? [] : [`last error ${ago(lastError.at, now)}: ${plainText(lastError.reason)}`]),
  ]
}

function below(text: string, width: number): string {
  return ' '.repeat(INDENT) + wrap(text, width, { first: INDENT, rest: INDENT })
}
