import { hostname } from 'node:os'
import type { Config } from './config/config.ts'
import { type Tell, notices } from './notice.ts'
import { Outbox } from './spool/outbox.ts'
import { type Removed, Retention } from './spool/retention.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from './spool/spool-folders.ts'
import { SnapshotWriter } from './status/snapshot-writer.ts'
import { elapsed, systemClock } from './system/clock.ts'
import { ensurePrivateFolder } from './system/folder.ts'
import { FolderWatches } from './system/folder-watches.ts'
import { takeLock } from './system/lock.ts'
import { PathWaker } from './system/path-waker.ts'
import { configuredAccess } from './transmit/configured-access.ts'
import type { DeliveryState } from './transmit/progress.ts'
import { type ReportClient, createReportClient } from './transmit/report-client.ts'
import { throttled } from './transmit/throttle.ts'
import { transmit as deliver } from './transmit/transmit-loop.ts'

/** What the transmitter tells of itself besides what every process does. */
interface TransmitterState {
  readonly delivery: DeliveryState
  readonly disabled: boolean
  readonly removed?: Removed
}

/**
 * The transmitter: sends what waits in the spool, or nothing where that is disabled, and removes what was sent long ago, until the
 * signal is aborted. Reads no log. Throws `ActionNeeded` where the folders or the credentials cannot be used, or another
 * transmitter has them. `onWork` is called after each piece of work.
 */
export async function transmit(
  config: Config,
  journal: Tell,
  signal: AbortSignal,
  onWork: () => void = () => undefined,
): Promise<void> {
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  await ensurePrivateFolder(config.runtime.path)
  const { enabled, host } = config.transmission
  // What sends nothing needs no credentials.
  const access = enabled ? await configuredAccess(config) : undefined
  const lock = await takeLock(folders.root, 'transmitter')
  const delivery: DeliveryState = { accepted: 0, rejected: 0, tries: 0 }
  const first = { delivery, disabled: !enabled }
  const snapshot = new SnapshotWriter<TransmitterState>(config.runtime.path, 'transmitter', first)
  const tell = snapshot.listen(journal)
  const api = access && (await createReportClient(access, tell))
  const watches = new FolderWatches(tell)
  try {
    tell(api === undefined ? notices.transmissionDisabled() : notices.transmitterStarted(host))
    await snapshot.flush()
    await together(signal, worksOf({ config, folders, api, snapshot, tell, watches, onWork }))
    tell(notices.transmitterStopped())
  } finally {
    watches.close()
    api?.close()
    await snapshot.flush()
    await lock.release()
  }
}

interface Parts {
  readonly config: Config
  readonly folders: SpoolFolders
  /** Absent where nothing is to be sent. */
  readonly api: ReportClient | undefined
  readonly snapshot: SnapshotWriter<TransmitterState>
  readonly tell: Tell
  readonly watches: FolderWatches
  readonly onWork: () => void
}

type Work = (signal: AbortSignal) => Promise<void>

function worksOf({ config, folders, api, snapshot, tell, watches, onWork }: Parts): readonly Work[] {
  const show = (state: Partial<TransmitterState>): void => {
    snapshot.show(state)
    onWork()
  }
  const onRemoved = (removed: Removed): void => show({ removed })
  const retention = new Retention({ folders, limits: config.spool, clock: systemClock, tell, onRemoved })
  const retain: Work = (signal) => retention.run(signal)
  if (api === undefined) return [retain]
  const { concurrency, interval } = config.transmission
  const onChange = (delivery: DeliveryState): void => {
    retention.arrived(delivery.accepted + delivery.rejected)
    show({ delivery })
  }
  const send: Work = (signal) =>
    deliver({
      outbox: new Outbox(folders, hostname(), tell),
      api: throttled(api, interval, systemClock, elapsed),
      concurrency,
      clock: systemClock,
      random: Math.random,
      tell,
      waker: new PathWaker(watches, folders.parsed, { contents: true }),
      onChange,
      signal,
    })
  return [retain, send]
}

/** A bug in one ends all, and with them the process. */
async function together(signal: AbortSignal, works: readonly Work[]): Promise<void> {
  const failure = new AbortController()
  const either = AbortSignal.any([signal, failure.signal])
  const ends = works.map((work) => work(either).finally(() => failure.abort()))
  for (const result of await Promise.allSettled(ends)) if (result.status === 'rejected') throw result.reason
}
