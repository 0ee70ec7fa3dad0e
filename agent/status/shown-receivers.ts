import type { DeliverySnapshot } from '../snapshots/transmitter-snapshot.ts'
import { API_NAME } from '../spool/api-name.ts'
import type { SpoolStatus } from '../spool/upkeep/spool-status.ts'
import type { StatusFields } from './status-fields.ts'

/**
 * How delivery to a receiver stands: nothing is wrong, nothing can be delivered for now, nothing was to be delivered
 * yet, it is switched off, or the transmitter does not run.
 */
export const RECEIVER_STATES = ['working', 'failing', 'untried', 'off', 'stopped'] as const

/** A receiver or an alert: what waits for it, and how delivery goes. Times in milliseconds since the epoch. */
export interface ShownReceiver
  extends
    Partial<Omit<DeliverySnapshot, 'accepted' | 'rejected' | 'tries'>>,
    Pick<SpoolStatus, 'waiting' | 'waitingBytes' | 'oldest' | 'failed' | 'acknowledged'> {
  readonly name: string
  readonly state: (typeof RECEIVER_STATES)[number]
}

const NOTHING = { waiting: 0, waitingBytes: 0, failed: 0, acknowledged: 0 }

/** Every receiver and alert, the API first. */
export function shownReceivers({ transmitter, spool }: StatusFields): readonly ShownReceiver[] {
  const { noApi, delivery, receivers = {}, switchedOff = [], running } = transmitter
  const shown = (name: string, state: DeliverySnapshot | undefined, queue: Queue = NOTHING): ShownReceiver => {
    const { waiting, waitingBytes, oldest, failed, acknowledged } = queue
    const { accepted: _accepted, rejected: _rejected, tries: _tries, ...how } = state ?? {}
    return {
      name,
      state: switchedOff.includes(name) ? 'off' : stateOf(state, running),
      waiting,
      waitingBytes,
      ...(oldest !== undefined && { oldest }),
      failed,
      acknowledged,
      ...how,
    }
  }
  const names = new Set([...Object.keys(spool.receivers ?? {}), ...Object.keys(receivers)])
  return [
    ...(noApi === true ? [] : [shown(API_NAME, delivery, spool)]),
    ...Array.from(names, (name) => shown(name, receivers[name], spool.receivers?.[name])),
  ]
}

type Queue = Pick<SpoolStatus, 'waiting' | 'waitingBytes' | 'oldest' | 'failed' | 'acknowledged'>

function stateOf(state: DeliverySnapshot | undefined, isRunning: boolean): ShownReceiver['state'] {
  if (!isRunning) return 'stopped'
  if (state?.problem !== undefined) return 'failing'
  return state?.lastSuccess === undefined && state?.lastError === undefined ? 'untried' : 'working'
}
