import { hostname } from 'node:os'
import type { Config } from './config/config.ts'
import { type Tell, notices } from './notice.ts'
import { Outbox } from './spool/outbox.ts'
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
import { throttled } from './transmit/throttle.ts'
import { transmit as deliver } from './transmit/transmit-loop.ts'

/**
 * The transmitter: sends what waits in the spool, or nothing where that is disabled, until the signal is aborted. Reads no log.
 * Throws `ActionNeeded` where the folders or the credentials cannot be used, or another transmitter has them. `onWork` is called
 * after each piece of work.
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
  const { enabled, host, concurrency, interval } = config.transmission
  // What sends nothing needs no credentials.
  const access = enabled ? await configuredAccess(config) : undefined
  const lock = await takeLock(folders.root, 'transmitter')
  const delivery: DeliveryState = { accepted: 0, rejected: 0, tries: 0 }
  const snapshot = new SnapshotWriter(config.runtime.path, 'transmitter', { delivery, disabled: !enabled })
  const tell = snapshot.listen(journal)
  const api = access && (await createReportClient(access, tell))
  const watches = new FolderWatches(tell)
  try {
    tell(api === undefined ? notices.transmissionDisabled() : notices.transmitterStarted(host))
    await snapshot.flush()
    if (api === undefined) await untilAborted(signal)
    else
      await deliver({
        outbox: new Outbox(folders, hostname(), tell),
        api: throttled(api, interval, systemClock, () => performance.now()),
        concurrency,
        clock: systemClock,
        random: Math.random,
        tell,
        waker: new PathWaker(watches, folders.parsed, { contents: true }),
        onChange: (state) => {
          snapshot.show({ delivery: state })
          onWork()
        },
        signal,
      })
    tell(notices.transmitterStopped())
  } finally {
    watches.close()
    api?.close()
    await snapshot.flush()
    await lock.release()
  }
}

/** With a timer, which keeps the process alive: the longest that there is. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await systemClock.sleep(2 ** 31 - 1, signal)
}
