import { counted } from '../../lib/terminal/count.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { cutText } from './cut-text.ts'
import { shownReceivers } from './shown-receivers.ts'
import type { Status } from './status.ts'
import type { Warning } from './warning.ts'

/** The states of a plugin, with their exit codes (Monitoring Plugins Development Guidelines, "Plugin Return Codes"). */
export const NAGIOS_CODES = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const

/** A state of a plugin. */
export type NagiosState = keyof typeof NAGIOS_CODES

/** Characters of the text: old servers keep 1,024 bytes of a line (NRPE before version 3), numbers included. */
const MOST_TEXT = 400

/** How bad all is: `down` and errors are critical. */
export function pluginState(health: string, warnings: readonly Warning[]): NagiosState {
  if (health === 'down' || warnings.some(({ severity }) => severity === 'error')) return 'CRITICAL'
  return health === 'healthy' ? 'OK' : 'WARNING'
}

/** One line for Nagios, Icinga and the like: the state, what is wrong first of all, and numbers. */
export function nagiosLine(status: Status, state: NagiosState, warnings: readonly Warning[], now: number): string {
  const troubles = warnings.filter(({ severity }) => severity !== 'notice')
  const [worst] = troubles.toSorted((a, b) => rank(a) - rank(b))
  const more = troubles.length > 1 ? ` (and ${troubles.length - 1} more)` : ''
  const text = worst === undefined ? wellText(status) : `${worst.code}${more}: ${worst.text} ${worst.remedy}`
  return `${headOf(state, text)} | ${numbersOf(status, troubles, now).join(' ')}\n`
}

/** The line where the status could not be had. */
export function nagiosUnknown(reason: string): string {
  return `${headOf('UNKNOWN', reason)}\n`
}

/** A bar would begin the numbers, and a line break further output. */
function headOf(state: NagiosState, text: string): string {
  return `SPOOR ${state} - ${cutText(plainText(text).replaceAll('|', '/'), MOST_TEXT).trimEnd()}`
}

function rank({ severity }: Warning): number {
  return severity === 'error' ? 0 : 1
}

function wellText({ sources, spool }: Status): string {
  return `${counted(sources.length, 'source')} followed, ${counted(spool.waiting, 'report waits', 'reports wait')}`
}

/** `label=value[unit];[warn];[crit];[min]`; what is not known is left out. */
function numbersOf(status: Status, troubles: readonly Warning[], now: number): readonly string[] {
  const { sources, spool } = status
  const receivers = shownReceivers(status)
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
  const most = (values: readonly number[]): number => values.reduce((least, value) => Math.max(least, value), 0)
  const oldest = receivers.flatMap(({ oldest: at, alert }) =>
    // What an alert holds is not late.
    at === undefined || alert !== undefined ? [] : [(now - at) / 1000],
  )
  const clocks = receivers.flatMap(({ clock }) => (clock === undefined ? [] : [Math.abs(clock.offset) / 1000]))
  return [
    `lag=${sum(sources.map(({ lag = 0 }) => lag))}B;;;0`,
    `behind=${most(sources.map(({ lagSeconds = 0 }) => lagSeconds))}s;;;0`,
    `queue=${most(receivers.map(({ waiting }) => waiting))};;;0`,
    `queue_size=${most(receivers.map(({ waitingBytes }) => waitingBytes))}B;;;0`,
    `oldest=${Math.floor(most(oldest))}s;;;0`,
    `refused=${sum(receivers.map(({ failed }) => failed))};;;0`,
    `events=${sum(sources.map(({ events }) => events))}c;;;0`,
    `sealed=${spool.sealed};;;0`,
    ...(clocks.length === 0 ? [] : [`clock=${most(clocks)}s;;;0`]),
    `warnings=${troubles.length};;;0`,
  ]
}
