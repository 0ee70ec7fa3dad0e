import type * as v from 'valibot'
import { counted } from '../../lib/terminal/count.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import type { Destination } from '../config/destination.ts'
import { destinationsOf } from '../config/receivers/destinations.ts'
import { type delivery, type TransmitterSnapshot, transmitterSnapshot } from '../snapshots/transmitter-snapshot.ts'
import { API_NAME, spokenName } from '../spool/api-name.ts'
import type { SpoolStatus } from '../spool/upkeep/spool-status.ts'
import type { RoleView } from './role-view.ts'
import type { StatusFields } from './status-fields.ts'
import { failedText, waitingText } from './waiting-text.ts'
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
  rows: ({ transmitter, spool: { receivers: waiting = {} } }, now) => {
    const { noApi, receivers = {}, switchedOff = [], running } = transmitter
    const names = new Set([...Object.keys(waiting), ...Object.keys(receivers)])
    if (noApi === true && names.size === 0) return [['receivers', 'none, so nothing is sent']]
    return [
      ...(noApi === true ? [] : [['api', apiLine(transmitter)] as const]),
      ...Array.from(names, (name) => {
        const { alert } = receivers[name] ?? {}
        const how = switchedOff.includes(name) ? offText(transmitter, name) : deliveryLine(receivers[name])
        const isTelling = running && alert !== undefined && !switchedOff.includes(name)
        const queue = isTelling ? heldTexts(alert, waiting[name]) : queueTexts(waiting[name], now)
        return [name, [...queue, how].join(', ')] as const
      }),
    ]
  },
  disabled: ({ transmitter, spool }) =>
    (transmitter.switchedOff ?? []).map((name) => {
      const { waiting } = name === API_NAME ? spool : (spool.receivers?.[name] ?? { waiting: 0 })
      const text = `Nothing is sent to ${spokenName(name)}, as ${switchOf(transmitter, name)} is false: ${counted(waiting, 'report waits', 'reports wait')} in the spool.`
      return warning('notice', 'transmission_disabled', text)
    }),
  warnings: ({ transmitter: { running, delivery, receivers = {} } }) =>
    running
      ? [
          ...problemOf(delivery, 'Nothing is delivered'),
          ...Object.entries(receivers).flatMap(([name, state]) => problemOf(state, `Nothing is delivered to ${name}`)),
        ]
      : [],
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

type Queue = NonNullable<SpoolStatus['receivers']>[string]

type Delivery = v.InferOutput<typeof delivery>

function problemOf(state: Delivery | undefined, what: string): readonly Warning[] {
  const { problem, lastError } = state ?? {}
  if (problem === undefined) return []
  const severity = problem === 'configuration' ? 'error' : 'warning'
  return [warning(severity, `delivery_${problem}`, `${what}: ${lastError?.reason ?? 'the reason is not known'}`)]
}

type Transmitter = StatusFields['transmitter']

function apiLine(transmitter: Transmitter): string {
  const { switchedOff = [], delivery } = transmitter
  return switchedOff.includes(API_NAME) ? offText(transmitter, API_NAME) : deliveryLine(delivery)
}

function offText(transmitter: Transmitter, name: string): string {
  return `nothing is sent (${switchOf(transmitter, name)}: false)`
}

/** The option that switches a receiver or an alert off. */
function switchOf({ alerts = [] }: Transmitter, name: string): string {
  if (name === API_NAME) return 'transmission.enabled'
  return `${alerts.includes(name) ? 'alerts' : 'receivers'}.${name}.enabled`
}

function queueTexts(queue: Queue | undefined, now: number): readonly string[] {
  return queue === undefined ? [] : [waitingText(queue, now), ...(queue.failed === 0 ? [] : [failedText(queue)])]
}

/** What an alert holds is not late. */
function heldTexts({ held, due }: NonNullable<Delivery['alert']>, queue: Queue | undefined): readonly string[] {
  const next = due === undefined ? '' : ` for the message at ${utc(due)}`
  const failed = queue === undefined || queue.failed === 0 ? [] : [failedText(queue)]
  return [`${counted(held, 'event')} held${next}`, ...failed]
}

function deliveryLine(delivery: Delivery | undefined): string {
  if (delivery === undefined) return 'nothing known'
  const { lastSuccess, lastError, nextTry } = delivery
  const error = lastError === undefined ? '' : `, last error ${utc(lastError.at)}: ${lastError.reason}`
  const next = nextTry === undefined ? '' : `, next try ${utc(nextTry)}`
  const success = lastSuccess === undefined ? 'no success yet' : `last success ${utc(lastSuccess)}`
  return `${success}${next}${error}`
}
