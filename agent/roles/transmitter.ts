import type { Tell } from '../../lib/notice/notice.ts'
import type { Histogram } from '../../lib/samples/histogram.ts'
import type { Textfile } from '../../lib/samples/textfile.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'
import { takeLock } from '../../lib/system/processes/lock.ts'
import { FolderWatches } from '../../lib/system/watching/folder-watches.ts'
import { PathWaker } from '../../lib/system/watching/path-waker.ts'
import type { Config, ReceiverConfig } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import { sourceNotices } from '../follow/notices.ts'
import type { DeliveryBefore, DeliveryState } from '../receivers/delivery/progress.ts'
import { throttled } from '../receivers/delivery/throttle.ts'
import { transmit as deliver } from '../receivers/delivery/transmit-loop.ts'
import type { Receiver } from '../receivers/receiver.ts'
import type { ApiAccess } from '../receivers/spoor-api/api-access.ts'
import { type ApiState, apiState } from '../receivers/spoor-api/api-state.ts'
import { configuredAccess } from '../receivers/spoor-api/configured-access.ts'
import type { Projection } from '../receivers/spoor-api/projection.ts'
import { createSpoorApi } from '../receivers/spoor-api/spoor-api.ts'
import { processRegistry } from '../samples/process-metrics.ts'
import { roleTextfile } from '../samples/role-textfile.ts'
import { addTransmitterMetrics, requestDurations } from '../samples/transmitter-metrics.ts'
import { WaitingReports } from '../samples/waiting-reports.ts'
import { Outbox } from '../spool/outbox/outbox.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from '../spool/spool-folders.ts'
import { type Removed, Retention } from '../spool/upkeep/retention.ts'
import { SnapshotWriter } from '../status/snapshot-writer.ts'
import { lastSnapshot } from '../status/snapshot.ts'
import { type TransmitterSnapshot, transmitterView } from '../status/transmitter-view.ts'
import { roleNotices } from './notices.ts'
import type { Round, Work } from './round.ts'

/** What the transmitter tells of itself besides what every role does. */
interface TransmitterState {
  readonly delivery: ApiState
  readonly disabled: boolean
  readonly removed?: Removed
  readonly refused?: string | undefined
}

/**
 * The transmitter: sends what waits in the spool, unless that is disabled, and removes what was sent long ago, until the
 * signal is aborted. Reads no log. Throws `ActionNeeded` if folders or credentials cannot be used; its work throws it if
 * another transmitter holds the spool.
 */
export async function transmitter(config: Config): Promise<Work> {
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  await ensurePrivateFolder(config.runtime.path)
  // What sends nothing needs no credentials.
  const { transmission } = config
  const api = transmission?.enabled === true ? transmission : undefined
  const access = api && (await configuredAccess(api, config))
  return (round) => transmit(config, folders, api && access && { api, access }, round)
}

/** The API that reports go to, and what it is reached with. */
interface Way {
  readonly api: ReceiverConfig
  readonly access: ApiAccess
}

async function transmit(config: Config, folders: SpoolFolders, way: Way | undefined, round: Round): Promise<void> {
  const lock = await takeLock(folders.root, 'transmitter')
  const before = await lastSnapshot('transmitter', config.runtime.path, folders.root, transmitterView.schema)
  const counted = countedIn(before)
  const first = { ...counted, disabled: way === undefined }
  const continuation = { spool: folders.root, before }
  const snapshot = new SnapshotWriter<TransmitterState>(config.runtime.path, 'transmitter', first, continuation)
  const tell = snapshot.listen(round.tell)
  const durations = requestDurations()
  snapshot.accompany(textfileOf(config, folders, snapshot, durations, tell))
  round.onRefused((refused) => snapshot.show({ refused }))
  const watches = new FolderWatches((folder, code) => tell(sourceNotices.watchFailed(folder, code)))
  let client: Api | undefined
  try {
    if (way === undefined) {
      tell(config.transmission === undefined ? roleNotices.noReceivers() : roleNotices.transmissionDisabled())
    } else {
      const read = (): Promise<ApiAccess> => configuredAccess(way.api, config)
      client = await createSpoorApi({ access: way.access, read, tell, elapsed, root: folders.root })
      tell(roleNotices.transmitterStarted(way.api.host))
    }
    await snapshot.flush()
    await together(
      round.signal,
      tasksOf({
        config,
        folders,
        counted,
        way: way && client && { ...way, client },
        snapshot,
        durations,
        tell,
        watches,
        round,
      }),
    )
    tell(roleNotices.transmitterStopped())
  } finally {
    watches.close()
    client?.close()
    await snapshot.close()
    await lock.release()
  }
}

/** What was counted before. */
interface Counted {
  readonly delivery: DeliveryBefore
  readonly removed: Removed
}

function countedIn(before: TransmitterSnapshot | undefined): Counted {
  const { accepted = 0, rejected = 0, tries = 0, lastSuccess, lastError } = before?.delivery ?? {}
  const last = { ...(lastSuccess !== undefined && { lastSuccess }), ...(lastError !== undefined && { lastError }) }
  return {
    delivery: { accepted, rejected, tries, ...last },
    removed: before?.removed ?? { transmitted: 0, failed: 0 },
  }
}

interface Parts {
  readonly config: Config
  readonly folders: SpoolFolders
  readonly counted: Counted
  /** Absent where nothing is to be sent. */
  readonly way: { readonly api: ReceiverConfig; readonly client: Api } | undefined
  readonly snapshot: SnapshotWriter<TransmitterState>
  readonly durations: Histogram
  readonly tell: Tell
  readonly watches: FolderWatches
  readonly round: Round
}

type Api = Receiver<Projection>

type Task = (signal: AbortSignal) => Promise<void>

function tasksOf({ config, folders, counted, way, snapshot, durations, tell, watches, round }: Parts): readonly Task[] {
  const show = (state: Partial<TransmitterState>): void => {
    snapshot.show(state)
    round.onWork()
  }
  const { delivery: before, removed: old } = counted
  const onRemoved = ({ transmitted, failed }: Removed): void =>
    show({ removed: { transmitted: old.transmitted + transmitted, failed: old.failed + failed } })
  const retention = new Retention({ folders, limits: config.spool, clock: systemClock, tell, onRemoved })
  const retain: Task = (signal) => retention.run(signal)
  if (way === undefined) return round.once === undefined ? [retain] : []
  const { concurrency, interval, retryRefused } = way.api
  let last: DeliveryState | undefined
  const onChange = (delivery: DeliveryState): void => {
    retention.arrived(delivery.accepted + delivery.rejected - before.accepted - before.rejected)
    last = delivery
    show({ delivery: apiState(delivery) })
  }
  const send: Task = async (signal) => {
    const isDelivered = await deliver({
      queue: new Outbox(folders, hostNameOf(config), tell),
      receiver: {
        ...way.client,
        send: throttled(waitedFor(timed(way.client, durations), round.stop), interval, systemClock, elapsed),
      },
      concurrency,
      retryRefused,
      clock: systemClock,
      random: Math.random,
      tell,
      waker: new PathWaker(watches, folders.parsed, { contents: true }),
      before,
      onChange,
      once: round.once?.supplied,
      signal,
    })
    if (isDelivered || round.once === undefined) return
    throw new ActionNeeded(`Not all was delivered, the next run tries again: ${last?.lastError?.reason ?? ''}`)
  }
  return [retain, send]
}

/** Notes how long each request takes. */
function timed(api: Api, durations: Histogram): Api['send'] {
  return async (projection, signal) => {
    const began = elapsed()
    try {
      return await api.send(projection, signal)
    } finally {
      durations.observe((elapsed() - began) / 1000)
    }
  }
}

function textfileOf(
  { metrics }: Config,
  folders: SpoolFolders,
  snapshot: SnapshotWriter<TransmitterState>,
  durations: Histogram,
  tell: Tell,
): Textfile | undefined {
  if (metrics === undefined) return undefined
  const registry = processRegistry('transmitter', () => snapshot.current)
  addTransmitterMetrics(registry, () => snapshot.current, durations, new WaitingReports(folders))
  return roleTextfile(metrics.textfile, 'transmitter', registry, tell)
}

/** Waits for the answers to requests that are under way when a round ends: the next round would send them again. */
function waitedFor(send: Api['send'], stop: AbortSignal): Api['send'] {
  return (projection, signal) => send(projection, signal.aborted ? signal : stop)
}

/** A bug in one task ends all, and with them the process. */
async function together(signal: AbortSignal, tasks: readonly Task[]): Promise<void> {
  const failure = new AbortController()
  const either = AbortSignal.any([signal, failure.signal])
  const ends = tasks.map((task) => task(either).finally(() => failure.abort()))
  for (const result of await Promise.allSettled(ends)) if (result.status === 'rejected') throw result.reason
}
