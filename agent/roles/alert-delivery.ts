import type { Channel } from '../../lib/notify/channel.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { AlertLoop, type AlertLoopParts, type Holding } from '../alerts/alert-loop.ts'
import { AlertMemory } from '../alerts/alert-memory.ts'
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

/** Opens an alert: its messages are about many reports each; else it is like a receiver. */
export async function openAlert(alert: AlertConfig, parts: AlertDeliveryParts): Promise<Delivery> {
  const { config, folders, before = NOTHING, tell, onChange, channel, round } = parts
  const { name } = alert
  const memory = await AlertMemory.read(folders, name)
  const queue = await HeldQueue.open(folders, name, memory.now.settledTo, tell)
  const durations = requestDurations()
  const send = timed<Parameters<Channel['send']>, Awaited<ReturnType<Channel['send']>>>(
    // A message that is under way when a round ends would be sent again in the next.
    (message, signal, to) => channel.send(message, signal.aborted ? signal : round.stop, to),
    durations,
  )
  let state: DeliveryState = before
  let holding: Holding = { held: 0, told: memory.now.told }
  const loop = {
    alert,
    host: hostNameOf(config),
    queue,
    memory,
    channel: { ...channel, send },
    before,
    tell,
    onChange: (next: DeliveryState) => {
      state = next
      onChange()
    },
    onHolding: (next: Holding) => {
      if (next.held === holding.held && next.told === holding.told && next.due === holding.due) return
      holding = next
      onChange()
    },
  }
  return {
    name,
    get state() {
      return { ...state, alert: holding }
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
    run: (signal) => tellAll(loop, parts, signal, () => state.lastError?.reason ?? ''),
    giveUp: () => queue.giveUpBeyond(config.spool.maxSize),
    close: () => undefined,
  }
}

type Own = Omit<AlertLoopParts, 'clock' | 'random' | 'waker' | 'once' | 'signal'>

async function tellAll(
  own: Own,
  { watches, round }: Pick<AlertDeliveryParts, 'watches' | 'round'>,
  signal: AbortSignal,
  reason: () => string,
): Promise<void> {
  const { queue } = own
  const waker = wakerFor(queue.folders, watches)
  const loop = new AlertLoop({
    ...own,
    clock: systemClock,
    random: Math.random,
    waker,
    once: round.once?.supplied,
    signal,
  })
  if ((await loop.run()) || round.once === undefined) return
  throw new ActionNeeded(`Not all was told, the next run tries again: ${reason()}`)
}
