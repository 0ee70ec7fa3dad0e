import type { Channel } from '../../lib/notify/channel.ts'
import type { Histogram } from '../../lib/samples/histogram.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { AlertLoop, type AlertLoopParts, type Holding, type EitherLoopParts } from '../alerts/alert-loop.ts'
import { AlertMemory } from '../alerts/alert-memory.ts'
import { CommandLoop } from '../alerts/command-loop.ts'
import type { AlertConfig } from '../config/alerts/alert-config.ts'
import { hostNameOf } from '../config/host-name.ts'
import type { DeliveryState } from '../receivers/delivery/progress.ts'
import { requestDurations } from '../samples/request-durations.ts'
import { HeldQueue } from '../spool/cursor/held-queue.ts'
import { type Delivery, type DeliveryParts, NOTHING, timed, wakerFor } from './delivery.ts'

/** What an alert is opened with. */
export interface AlertDeliveryParts extends Omit<DeliveryParts, 'open'> {
  readonly channel: Channel
}

/** Opens an alert: its messages are about many reports each, or its command runs for each event. */
export async function openAlert(alert: AlertConfig, parts: AlertDeliveryParts): Promise<Delivery> {
  const { config, folders, before = NOTHING, tell, onChange, watches, channel, round } = parts
  const { name } = alert
  const memory = await AlertMemory.read(folders, name)
  const queue = await HeldQueue.open(folders, name, memory.now.settledTo, tell)
  const durations = requestDurations()
  let state: DeliveryState = before
  // A command holds nothing back: what waits for it is in the queue.
  let holding: Holding | undefined = 'rate' in alert ? undefined : { held: 0, told: memory.now.told }
  const telling = {
    host: hostNameOf(config),
    queue,
    memory,
    channel: waitedFor(channel, durations, round),
    before,
    tell,
    once: round.once?.supplied,
    onChange: (next: DeliveryState) => {
      state = next
      onChange()
    },
  }
  const onHolding = (next: Holding): void => {
    if (next.held === holding?.held && next.told === holding.told && next.due === holding.due) return
    holding = next
    onChange()
  }
  return {
    name,
    get state() {
      return { ...state, ...(holding && { alert: holding }) }
    },
    get settled() {
      return state.accepted + state.rejected - before.accepted - before.rejected
    },
    durations,
    tellStatus: undefined,
    isUnheard: false,
    get neededAfter() {
      return queue.upTo
    },
    run: async (signal) => {
      const own = { ...telling, waker: wakerFor(queue.folders, watches), signal }
      if ((await loopOf(alert, own, onHolding).run()) || round.once === undefined) return
      throw new ActionNeeded(`Not all was told, the next run tries again: ${state.lastError?.reason ?? ''}`)
    },
    giveUp: () => queue.giveUpBeyond(config.spool.maxSize),
    close: () => undefined,
  }
}

/** A channel whose messages end with the process: one that is under way when a round ends would be sent again. */
function waitedFor(channel: Channel, durations: Histogram, round: AlertDeliveryParts['round']): Channel {
  const send = timed<Parameters<Channel['send']>, Awaited<ReturnType<Channel['send']>>>(
    (message, signal, to) => channel.send(message, signal.aborted ? signal : round.stop, to),
    durations,
  )
  return { ...channel, send }
}

function loopOf(
  alert: AlertConfig,
  own: Omit<EitherLoopParts, 'clock' | 'random'>,
  onHolding: AlertLoopParts['onHolding'],
): CommandLoop | AlertLoop {
  const parts = { ...own, clock: systemClock, random: Math.random }
  return 'rate' in alert ? new CommandLoop({ ...parts, alert }) : new AlertLoop({ ...parts, alert, onHolding })
}
