import { counted } from '../../lib/terminal/count.ts'
import { CLOCK_REMEDY, MOST_CLOCK_OFFSET, offsetInWords } from '../../lib/time/clock-offset.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import type { Destination } from '../config/destination.ts'
import { destinationsOf } from '../config/receivers/destinations.ts'
import {
  type DeliverySnapshot,
  type TransmitterSnapshot,
  transmitterSnapshot,
} from '../snapshots/transmitter-snapshot.ts'
import { API_NAME, spokenName } from '../spool/api-name.ts'
import type { RoleView } from './role-view.ts'
import { shownReceivers } from './shown-receivers.ts'
import type { StatusFields } from './status-fields.ts'
import { type Warning, warning } from './warning.ts'

/** How delivery goes. */
export const transmitterView: RoleView<TransmitterSnapshot> = {
  schema: transmitterSnapshot,
  shown: (told, isRunning, config) => {
    const { transmission, receivers, alerts = [] } = config
    return {
      ...(told !== undefined && { delivery: told.delivery }),
      ...(told?.receivers !== undefined && { receivers: told.receivers }),
      ...(told?.removed !== undefined && { removed: told.removed }),
      ...switchesOf(isRunning ? told : undefined, destinationsOf(config)),
      ...(alerts.length > 0 && { alerts: alerts.map(({ name }) => name) }),
      ...(receivers !== undefined && transmission === undefined && { noApi: true }),
    }
  },
  rows: (status) => (shownReceivers(status).length === 0 ? [['receivers', 'none, so nothing is sent']] : []),
  disabled: ({ transmitter, spool }) =>
    (transmitter.switchedOff ?? []).map((name) => {
      const { waiting } = name === API_NAME ? spool : (spool.receivers?.[name] ?? { waiting: 0 })
      const text = `Nothing is sent to ${spokenName(name)}, as ${switchOf(transmitter, name)} is false: ${counted(waiting, 'report waits', 'reports wait')} in the spool.`
      const remedy = 'Set it to true when it is to be sent; type: systemctl reload spoor-agent-transmitter'
      return warning('notice', 'transmission_disabled', text, remedy)
    }),
  warnings: ({ transmitter: { running, delivery, receivers = {} } }) => {
    if (!running) return []
    const others = Object.entries(receivers)
    return [
      ...problemOf(delivery, 'Nothing is delivered'),
      ...others.flatMap(([name, state]) => problemOf(state, `Nothing is delivered to ${name}`)),
      ...skewOf(delivery, spokenName(API_NAME)),
      ...others.flatMap(([name, state]) => skewOf(state, name)),
    ]
  },
}

/** What sends nothing: as the running process was told, else as the configuration has it. */
function switchesOf(
  told: TransmitterSnapshot | undefined,
  receivers: readonly Pick<Destination, 'name' | 'enabled'>[],
): Pick<StatusFields['transmitter'], 'disabled' | 'switchedOff'> {
  const off = receivers.filter(({ enabled }) => !enabled).map(({ name }) => name)
  const { disabled = off.length > 0 && off.length === receivers.length, switchedOff = off } = told ?? {}
  return { ...(disabled && { disabled }), ...(switchedOff.length > 0 && { switchedOff }) }
}

/** What to do, by the problem. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['configuration', 'Nothing is lost. Correct what it names, and try it; type: spoor-agent check --connect'],
  [
    'network',
    'Nothing is lost, it is tried again by itself. See where the way ends; type: spoor-agent check --connect',
  ],
  ['spool', 'See which files, and the disk below them; type: spoor-agent spool verify'],
])

const WAIT = 'Nothing is lost, it is tried again by itself. If that lasts, ask whoever runs it.'

function problemOf(state: DeliverySnapshot | undefined, what: string): readonly Warning[] {
  const { problem, lastError } = state ?? {}
  if (problem === undefined) return []
  const severity = problem === 'configuration' ? 'error' : 'warning'
  const text = `${what}: ${lastError?.reason ?? 'the reason is not known'}`
  return [warning(severity, `delivery_${problem}`, text, REMEDIES.get(problem) ?? WAIT)]
}

/** A clock that is surely off by more than what is tolerated. */
function skewOf(state: DeliverySnapshot | undefined, whom: string): readonly Warning[] {
  const { offset, within, at } = state?.clock ?? { offset: 0, within: 0, at: 0 }
  if (Math.abs(offset) - within <= MOST_CLOCK_OFFSET) return []
  const text = `The clock of this server was ${offsetInWords(offset)} that of ${whom} at ${utc(at)}: times of events are doubtful, and certificates may count as invalid.`
  return [warning('warning', 'clock_skewed', text, `See which of both is wrong, and ${CLOCK_REMEDY}.`)]
}

type Transmitter = StatusFields['transmitter']

/** The option that switches a receiver or an alert off. */
function switchOf({ alerts = [] }: Transmitter, name: string): string {
  if (name === API_NAME) return 'transmission.enabled'
  return `${alerts.includes(name) ? 'alerts' : 'receivers'}.${name}.enabled`
}
