import type { Notice, Tell } from '../../lib/notice/notice.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'
import { takeLock } from '../../lib/system/processes/lock.ts'
import { FolderWatches } from '../../lib/system/watching/folder-watches.ts'
import { alertNotices } from '../alerts/notices.ts'
import { openAlertChannel } from '../alerts/open-channel.ts'
import type { AlertConfig } from '../config/alerts/alert-config.ts'
import type { Config, ReceiverConfig } from '../config/config.ts'
import type { Destination } from '../config/destination.ts'
import { destinationsOf } from '../config/receivers/destinations.ts'
import { sourceNotices } from '../follow/notices.ts'
import type { DeliveryBefore } from '../receivers/delivery/progress.ts'
import { addressOf, prepare } from '../receivers/receiver-types.ts'
import { SnapshotWriter } from '../snapshots/snapshot-writer.ts'
import { lastSnapshot } from '../snapshots/snapshot.ts'
import { type TransmitterSnapshot, transmitterSnapshot } from '../snapshots/transmitter-snapshot.ts'
import { API_NAME } from '../spool/api-name.ts'
import { CursorQueue } from '../spool/cursor/cursor-queue.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from '../spool/spool-folders.ts'
import { type QueueBounds, type Removed, Retention } from '../spool/upkeep/retention.ts'
import { type Delivery, type DeliveryParts, openDelivery, type ShownState } from './delivery.ts'
import { throwFaults } from './faults.ts'
import { roleNotices } from './notices.ts'
import type { Round, Work } from './round.ts'
import { deliveringTo, tellingTo } from './status-telling.ts'

/** What the transmitter tells of itself besides what every role does. */
interface TransmitterState {
  readonly delivery: ShownState
  /** Of further receivers and alerts, by their names. */
  readonly receivers?: Readonly<Record<string, ShownState>>
  readonly disabled: boolean
  readonly switchedOff: readonly string[]
  readonly removed?: Removed
  readonly refused?: string | undefined
}

/** What opens a receiver or an alert, and where that leads in words. */
interface Way {
  readonly name: string
  readonly open: (parts: Omit<DeliveryParts, 'open'>) => Promise<Delivery>
  readonly started: () => Notice
}

/**
 * The transmitter: sends each receiver what waits for it, and removes what everybody has had long ago, until the signal
 * is aborted. Reads no log. Throws `ActionNeeded` if folders or credentials cannot be used; its work throws it if
 * another transmitter holds the spool.
 */
export async function transmitter(config: Config): Promise<Work> {
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  await ensurePrivateFolder(config.runtime.path)
  // What sends nothing needs no credentials.
  const isOn = ({ enabled }: Destination): boolean => enabled
  const receivers = config.receivers.filter(isOn).map((receiver) => wayTo(receiver, config))
  const all = await Promise.all([...receivers, ...config.alerts.filter(isOn).map(wayOf)])
  return (round) => transmit(config, folders, all, round)
}

async function wayTo(receiver: ReceiverConfig, config: Config): Promise<Way> {
  const { name } = receiver
  const open = await prepare(receiver, config)
  return {
    name,
    open: (parts) => openDelivery(receiver, { ...parts, open }),
    started: () => roleNotices.transmitterStarted(name, addressOf(receiver)),
  }
}

async function wayOf(alert: AlertConfig): Promise<Way> {
  const channel = await openAlertChannel(alert)
  const { openAlert } = await import('./alert-delivery.ts')
  return {
    name: alert.name,
    open: (parts) => openAlert(alert, { ...parts, channel }),
    started: () =>
      'rate' in alert
        ? alertNotices.commandStarted(alert.name, alert.way.settings.exec[0])
        : alertNotices.started(alert.name, channel.recipients),
  }
}

async function transmit(config: Config, folders: SpoolFolders, ways: readonly Way[], round: Round): Promise<void> {
  const lock = await takeLock(folders.root, 'transmitter')
  const before = await lastSnapshot('transmitter', config.runtime.path, folders.root, transmitterSnapshot)
  const off = destinationsOf(config).filter(({ enabled }) => !enabled)
  const first = { ...stateBefore(before), disabled: ways.length === 0, switchedOff: off.map(({ name }) => name) }
  const continuation = { spool: folders.root, before }
  const snapshot = new SnapshotWriter<TransmitterState>(config.runtime.path, 'transmitter', first, continuation)
  const tell = snapshot.listen(round.tell)
  round.onRefused((refused) => snapshot.show({ refused }))
  const watches = new FolderWatches((folder, code) => tell(sourceNotices.watchFailed(folder, code)))
  const deliveries: Delivery[] = []
  // What a receiver that is switched off has not had waits for it, too.
  const waiting: QueueBounds[] = []
  const retention = retentionOf(config, folders, waiting, { snapshot, removed: first.removed, tell, round })
  const onChange = (): void => {
    noteFor(retention, deliveries)
    snapshot.show(stateOf(deliveries, first.delivery))
    round.onWork()
  }
  try {
    for (const { name, open, started } of ways) {
      const { delivery, receivers = {} } = first
      const before = name === API_NAME ? delivery : receivers[name]
      const opened = await open({ config, folders, before, watches, tell, onChange, round })
      deliveries.push(opened)
      waiting.push(opened)
      tell(started())
    }
    for (const { name } of off.filter(({ option }) => option !== 'transmission')) {
      waiting.push(boundsOf(await CursorQueue.open(folders, name, tell), name, config.spool.maxSize))
    }
    if (ways.length + off.length === 0) tell(roleNotices.noReceivers())
    for (const receiver of off) tell(roleNotices.transmissionDisabled(receiver))
    if (config.metrics !== undefined) {
      const { transmitterTextfile } = await import('../samples/transmitter-textfile.ts')
      const folder = config.metrics.textfile
      const current = (): typeof snapshot.current => snapshot.current
      const receivers = config.receivers.map(({ name }) => name)
      snapshot.accompany(transmitterTextfile({ folder, spool: folders, receivers, current, deliveries, tell }))
    }
    await snapshot.flush()
    await work([deliveringTo(deliveries, folders, round), tellingTo(deliveries, folders, round)], retention, round)
    tell(roleNotices.transmitterStopped())
  } finally {
    watches.close()
    for (const delivery of deliveries) delivery.close()
    await snapshot.close()
    await lock.release()
  }
}

const NOTHING_REMOVED: Removed = { transmitted: 0, failed: 0 }

/** What was counted before; what was wrong shows anew. */
function stateBefore(
  before: TransmitterSnapshot | undefined,
): Pick<Required<TransmitterState>, 'delivery' | 'removed'> & Pick<TransmitterState, 'receivers'> {
  const { removed = NOTHING_REMOVED, receivers } = before ?? {}
  const others = Object.entries(receivers ?? {}).map(([name, state]) => [name, countedIn(state)])
  return {
    delivery: countedIn(before?.delivery),
    removed,
    ...(others.length > 0 && { receivers: Object.fromEntries(others) }),
  }
}

function countedIn(state: TransmitterSnapshot['delivery'] | undefined): DeliveryBefore {
  const { accepted = 0, rejected = 0, tries = 0, lastSuccess, lastError } = state ?? {}
  const last = { ...(lastSuccess !== undefined && { lastSuccess }), ...(lastError !== undefined && { lastError }) }
  return { accepted, rejected, tries, ...last }
}

function stateOf(deliveries: readonly Delivery[], api: ShownState): Pick<TransmitterState, 'delivery' | 'receivers'> {
  const states = deliveries.map(({ name, state }) => [name, state] as const)
  const { [API_NAME]: delivery = api, ...receivers } = Object.fromEntries(states)
  return { delivery, ...(Object.keys(receivers).length > 0 && { receivers }) }
}

function boundsOf(queue: CursorQueue, name: string, most: number): QueueBounds {
  return {
    name,
    get neededAfter() {
      return queue.upTo
    },
    giveUp: () => queue.giveUpBeyond(most),
  }
}

function noteFor(retention: Retention, deliveries: readonly Delivery[]): void {
  retention.arrived(deliveries.reduce((sum, { settled }) => sum + settled, 0))
  if (deliveries.some(({ name, state }) => name !== API_NAME && state.problem !== undefined)) retention.blocked()
}

type Task = (signal: AbortSignal) => Promise<void>

interface RetainParts {
  readonly snapshot: SnapshotWriter<TransmitterState>
  readonly removed: Removed
  readonly tell: Tell
  readonly round: Round
}

function retentionOf(
  { spool }: Config,
  folders: SpoolFolders,
  queues: readonly QueueBounds[],
  { snapshot, removed: old, tell, round }: RetainParts,
): Retention {
  const onRemoved = ({ transmitted, failed }: Removed): void => {
    snapshot.show({ removed: { transmitted: old.transmitted + transmitted, failed: old.failed + failed } })
    round.onWork()
  }
  return new Retention({ folders, queues, limits: spool, clock: systemClock, tell, onRemoved })
}

/** Delivers and removes until the round ends, or with `once` until nothing is left to deliver. */
async function work(
  [runs, telling]: readonly [delivering: readonly Task[], telling: readonly Task[]],
  retention: Retention,
  { signal, once }: Round,
): Promise<void> {
  const retain: Task = (ended) => retention.run(ended)
  const results = await together(signal, once === undefined ? [retain, ...runs, ...telling] : runs, once === undefined)
  if (once !== undefined) {
    await retention.sweep(signal)
    results.push(...(await together(signal, telling, false)))
  }
  throwFaults(results)
}

/**
 * A bug in one task ends all, and with them the process; what a person has to mend ends others only if it `isFatal`.
 */
async function together(
  signal: AbortSignal,
  tasks: readonly Task[],
  isFatal: boolean,
): Promise<PromiseSettledResult<void>[]> {
  const failure = new AbortController()
  const either = eitherSignal(signal, failure.signal)
  return Promise.allSettled(
    tasks.map((task) =>
      task(either).catch((error: unknown) => {
        if (isFatal || !(error instanceof ActionNeeded)) failure.abort()
        throw error
      }),
    ),
  )
}
