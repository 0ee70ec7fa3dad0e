import { hostname } from 'node:os'
import type { Config } from './config/config.ts'
import { type Tell, notices } from './notice.ts'
import { Outbox } from './spool/outbox.ts'
import { type Removed, Retention } from './spool/retention.ts'
import { ensureSpoolFolders, spoolFolders } from './spool/spool-folders.ts'
import { SnapshotWriter } from './status/snapshot-writer.ts'
import { systemClock } from './system/clock.ts'
import { ensurePrivateFolder } from './system/folder.ts'
import { FolderWatches } from './system/folder-watches.ts'
import { takeLock } from './system/lock.ts'
import { PathWaker } from './system/path-waker.ts'
import { configuredAccess } from './transmit/configured-access.ts'
import type { DeliveryState } from './transmit/progress.ts'
import { createReportClient } from './transmit/report-client.ts'
import { transmit as deliver } from './transmit/transmit-loop.ts'

/** What the transmitter tells of itself besides what every process does. */
interface TransmitterState {
  readonly delivery: DeliveryState
  readonly removed?: Removed
}

/**
 * The transmitter: sends what waits in the spool, and removes what was sent long ago, until the signal is aborted. Reads no log.
 * Throws `ActionNeeded` where the folders or the credentials cannot be used, or another transmitter has them. `onWork` is
 * called after each piece of work.
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
  const api = await createReportClient(await configuredAccess(config))
  const lock = await takeLock(folders.root, 'transmitter')
  const delivery: DeliveryState = { accepted: 0, rejected: 0, tries: 0 }
  const snapshot = new SnapshotWriter<TransmitterState>(config.runtime.path, 'transmitter', { delivery })
  const tell = snapshot.listen(journal)
  const watches = new FolderWatches(tell)
  try {
    tell(notices.transmitterStarted(config.transmission.host))
    await snapshot.flush()
    const onRemoved = (removed: Removed): void => {
      snapshot.show({ removed })
      onWork()
    }
    const retention = new Retention({ folders, limits: config.spool, clock: systemClock, tell, onRemoved })
    await together(signal, [
      (signal) => retention.run(signal),
      (signal) =>
        deliver({
          outbox: new Outbox(folders, hostname(), tell),
          api,
          concurrency: config.transmission.concurrency,
          clock: systemClock,
          random: Math.random,
          tell,
          waker: new PathWaker(watches, folders.parsed, { contents: true }),
          onChange: (state) => {
            snapshot.show({ delivery: state })
            retention.arrived(state.accepted + state.rejected)
            onWork()
          },
          signal,
        }),
    ])
    tell(notices.transmitterStopped())
  } finally {
    watches.close()
    api.close()
    await snapshot.flush()
    await lock.release()
  }
}

/** A bug in one ends all, and with them the process. */
async function together(
  signal: AbortSignal,
  works: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const failure = new AbortController()
  const either = AbortSignal.any([signal, failure.signal])
  const ends = works.map((work) => work(either).finally(() => failure.abort()))
  for (const result of await Promise.allSettled(ends)) if (result.status === 'rejected') throw result.reason
}
