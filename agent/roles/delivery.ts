import type { Entry } from '../../lib/event/entry.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Histogram } from '../../lib/samples/histogram.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import type { FolderWatches } from '../../lib/system/watching/folder-watches.ts'
import { PathWaker } from '../../lib/system/watching/path-waker.ts'
import type { Holding } from '../alerts/alert-loop.ts'
import type { Config, ReceiverConfig } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import type { DeliveryBefore, DeliveryState } from '../receivers/delivery/progress.ts'
import { ServerClock } from '../receivers/delivery/server-clock.ts'
import { throttled } from '../receivers/delivery/throttle.ts'
import { transmit } from '../receivers/delivery/transmit-loop.ts'
import type { Open } from '../receivers/receiver-type.ts'
import type { Receiver } from '../receivers/receiver.ts'
import { type ApiState, apiState } from '../receivers/spoor-api/api-state.ts'
import { wantedEntries } from '../receivers/spoor-api/wanted-entries.ts'
import { requestDurations } from '../samples/request-durations.ts'
import { API_NAME } from '../spool/api-name.ts'
import { CursorQueue } from '../spool/cursor/cursor-queue.ts'
import { Outbox } from '../spool/outbox/outbox.ts'
import type { Queue } from '../spool/queue.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'
import type { Round } from './round.ts'

/** How delivery goes; of a server, how its clock is, and of an alert, what it holds. */
export type ShownState = ApiState & { readonly alert?: Holding; readonly clock?: ServerClock['last'] }

/** Delivery to one receiver, or what an alert tells, from its own queue. */
export interface Delivery {
  readonly name: string
  readonly state: ShownState
  /** Reports that were accepted or refused since the start. */
  readonly settled: number
  readonly durations: Histogram
  /** Tells the receiver how the agent is; undefined if it does not want to know. */
  readonly tellStatus: Client['tellStatus']
  /** It was opened without knowing which fields the receiver wants. */
  readonly isUnheard: boolean
  /** Reports with higher numbers still wait in the sequence. */
  readonly neededAfter: number
  /** Delivers until the signal is aborted, or with `once` until nothing waits. */
  readonly run: (signal: AbortSignal) => Promise<void>
  /** Gives up on what waits beyond the bound of the spool; how many reports that are. */
  readonly giveUp: () => Promise<number>
  readonly close: () => void
}

/** What delivery to a receiver works with. */
export interface DeliveryParts {
  readonly config: Config
  readonly folders: SpoolFolders
  readonly open: Open
  readonly before: DeliveryBefore | undefined
  readonly watches: FolderWatches
  readonly tell: Tell
  readonly onChange: () => void
  readonly round: Pick<Round, 'stop' | 'once'>
}

type Client = Receiver<unknown>

/** Nothing was counted before. */
export const NOTHING: DeliveryBefore = { accepted: 0, rejected: 0, tries: 0 }

/** Opens a receiver's queue; what waits for the API stands in folders of its own, for all others a cursor tells. */
export async function openDelivery(receiver: ReceiverConfig, parts: DeliveryParts): Promise<Delivery> {
  const { config, folders, open, before = NOTHING, tell, onChange } = parts
  const { name } = receiver
  const wants: (entry: Entry) => boolean = wantedEntries(receiver)
  const clock = new ServerClock(onChange)
  const client = await open({ wants, tell, elapsed, root: folders.root, onClock: clock.note })
  const cursor = name === API_NAME ? undefined : await CursorQueue.open(folders, name, tell)
  const queue = cursor ?? new Outbox(folders, hostNameOf(config), tell)
  const durations = requestDurations()
  let state: DeliveryState = before
  return {
    name,
    get state() {
      const shown = name === API_NAME ? apiState(state) : state
      return clock.last === undefined ? shown : { ...shown, clock: clock.last }
    },
    get settled() {
      return state.accepted + state.rejected - before.accepted - before.rejected
    },
    durations,
    tellStatus: client.tellStatus,
    isUnheard: client.isUnheard ?? false,
    get neededAfter() {
      return cursor?.upTo ?? Infinity
    },
    run: (signal) =>
      deliver(receiver, { ...parts, queue, client, durations, signal }, (next) => {
        state = next
        onChange()
      }),
    giveUp: async () => (await cursor?.giveUpBeyond(config.spool.maxSize)) ?? 0,
    close: () => client.close(),
  }
}

interface LoopParts extends DeliveryParts {
  readonly queue: Queue
  readonly client: Client
  readonly durations: Histogram
  readonly signal: AbortSignal
}

async function deliver(
  { concurrency, interval, retryRefused }: ReceiverConfig,
  { folders, queue, client, durations, before = NOTHING, watches, tell, round, signal }: LoopParts,
  show: (state: DeliveryState) => void,
): Promise<void> {
  let reason = ''
  const send = throttled(
    waitedFor(
      timed((...given) => client.send(...given), durations),
      round.stop,
    ),
    interval,
    systemClock,
    elapsed,
  )
  const isDelivered = await transmit({
    queue,
    receiver: { ...client, send },
    concurrency,
    retryRefused,
    clock: systemClock,
    random: Math.random,
    tell,
    waker: wakerFor(queue instanceof CursorQueue ? queue.folders : [folders.parsed], watches),
    before,
    onChange: (state) => {
      reason = state.lastError?.reason ?? ''
      show(state)
    },
    once: round.once?.supplied,
    signal,
  })
  if (isDelivered || round.once === undefined) return
  throw new ActionNeeded(`Not all was delivered, the next run tries again: ${reason}`)
}

/** Wakes when a name appears in one of some folders. */
export function wakerFor([first = '', ...others]: readonly string[], watches: FolderWatches): PathWaker {
  const waker = new PathWaker(watches, first, { contents: true })
  for (const folder of others) watches.add(folder, undefined, () => waker.hint())
  return waker
}

/** Notes how long each try takes. */
export function timed<A extends readonly unknown[], R>(
  send: (...given: A) => Promise<R>,
  durations: Histogram,
): (...given: A) => Promise<R> {
  return async (...given) => {
    const began = elapsed()
    try {
      return await send(...given)
    } finally {
      durations.observe((elapsed() - began) / 1000)
    }
  }
}

/** Waits for the answers to requests that are under way when a round ends: the next round would send them again. */
function waitedFor(send: Client['send'], stop: AbortSignal): Client['send'] {
  return (projection, signal) => send(projection, signal.aborted ? signal : stop)
}
