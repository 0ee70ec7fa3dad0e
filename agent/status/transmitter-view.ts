import type * as v from 'valibot'
import { counted } from '../../lib/terminal/count.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import { type delivery, type TransmitterSnapshot, transmitterSnapshot } from '../snapshots/transmitter-snapshot.ts'
import type { Amount } from '../spool/upkeep/spool-status.ts'
import type { RoleView } from './role-view.ts'
import type { StatusFields } from './status-fields.ts'
import { waitingText } from './waiting-text.ts'
import { type Warning, warning } from './warning.ts'

/** How delivery goes. */
export const transmitterView: RoleView<TransmitterSnapshot> = {
  schema: transmitterSnapshot,
  shown: (told, isRunning, { transmission, receivers }) => {
    const isDisabled = isRunning ? told?.disabled : transmission?.enabled === false
    return {
      ...(told !== undefined && { delivery: told.delivery }),
      ...(told?.receivers !== undefined && { receivers: told.receivers }),
      ...(told?.removed !== undefined && { removed: told.removed }),
      ...(isDisabled === true && { disabled: true }),
      ...(receivers !== undefined && transmission === undefined && { noApi: true }),
    }
  },
  rows: ({ transmitter, spool: { receivers: waiting = {} } }, now) => {
    const { noApi, receivers = {} } = transmitter
    const names = new Set([...Object.keys(waiting), ...Object.keys(receivers)])
    if (noApi === true && names.size === 0) return [['receivers', 'none, so nothing is sent']]
    return [
      ...(noApi === true ? [] : [['api', apiLine(transmitter)] as const]),
      ...Array.from(names, (name) => [name, receiverLine(waiting[name], receivers[name], now)] as const),
    ]
  },
  disabled: ({ transmitter, spool }) =>
    transmitter.disabled === true
      ? warning(
          'notice',
          'transmission_disabled',
          `Nothing is sent, as transmission.enabled is false: ${counted(spool.waiting, 'report waits', 'reports wait')} in the spool.`,
        )
      : undefined,
  warnings: ({ transmitter: { running, delivery, receivers = {} } }) =>
    running
      ? [
          ...problemOf(delivery, 'Nothing is delivered'),
          ...Object.entries(receivers).flatMap(([name, state]) => problemOf(state, `Nothing is delivered to ${name}`)),
        ]
      : [],
}

type Delivery = v.InferOutput<typeof delivery>

function problemOf(state: Delivery | undefined, what: string): readonly Warning[] {
  const { problem, lastError } = state ?? {}
  if (problem === undefined) return []
  const severity = problem === 'configuration' ? 'error' : 'warning'
  return [warning(severity, `delivery_${problem}`, `${what}: ${lastError?.reason ?? 'the reason is not known'}`)]
}

function apiLine({ disabled, delivery }: StatusFields['transmitter']): string {
  if (disabled === true) return 'nothing is sent (transmission.enabled: false)'
  return delivery === undefined ? 'nothing known' : deliveryLine(delivery)
}

function receiverLine(waits: Amount | undefined, delivery: Delivery | undefined, now: number): string {
  const known = delivery === undefined ? 'nothing known' : deliveryLine(delivery)
  return waits === undefined ? known : `${waitingText(waits, now)}, ${known}`
}

function deliveryLine({ lastSuccess, lastError, nextTry }: Delivery): string {
  const error = lastError === undefined ? '' : `, last error ${utc(lastError.at)}: ${lastError.reason}`
  const next = nextTry === undefined ? '' : `, next try ${utc(nextTry)}`
  const success = lastSuccess === undefined ? 'no success yet' : `last success ${utc(lastSuccess)}`
  return `${success}${next}${error}`
}
