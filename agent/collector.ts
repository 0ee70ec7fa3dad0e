import { collectLogs } from './collect/logs.ts'
import type { Config } from './config/config.ts'
import { type Tell, notices } from './notice.ts'
import { CheckpointStore } from './spool/checkpoints.ts'
import { recover } from './spool/recovery.ts'
import { Room } from './spool/room.ts'
import { Sealer } from './spool/sealer.ts'
import { Spool } from './spool/spool.ts'
import { ensureSpoolFolders, spoolFolders } from './spool/spool-folders.ts'
import { SnapshotWriter } from './status/snapshot-writer.ts'
import { SourceStates } from './status/source-states.ts'
import { elapsed, systemClock } from './system/clock.ts'
import { ensurePrivateFolder } from './system/folder.ts'
import { freeSpaceOf } from './system/free-space.ts'
import { takeLock } from './system/lock.ts'

/** What the collector tells of itself besides what every process does. */
interface CollectorState {
  readonly sources: SourceStates | readonly []
  readonly held?: string | undefined
}

/**
 * The collector: follows every configured log and seals what it says, until the signal is aborted. Touches no network.
 * `onWork` is called after each piece of work. Throws `ActionNeeded` where the folders cannot be used or another collector has
 * them.
 */
export async function collect(
  config: Config,
  journal: Tell,
  signal: AbortSignal,
  onWork: () => void = () => undefined,
): Promise<void> {
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  await ensurePrivateFolder(config.runtime.path)
  const lock = await takeLock(folders.root, 'collector')
  const snapshot = new SnapshotWriter<CollectorState>(config.runtime.path, 'collector', { sources: [] })
  const tell = snapshot.listen(journal)
  try {
    tell(notices.collectorStarted(config.followers.length))
    await snapshot.flush()
    const recovered = await recover(folders, tell)
    const checkpoints = new CheckpointStore(folders.root, recovered, tell)
    const room = new Room({ folders, bounds: config.spool, freeSpaceOf, elapsed })
    const spool = new Spool(folders, recovered.sequence, room)
    try {
      const sources = new SourceStates(() => {
        snapshot.show({})
        onWork()
      })
      snapshot.show({ sources })
      const onHold = (held: string | undefined): void => snapshot.show({ held })
      const sealerOf = (either: AbortSignal): Sealer =>
        new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold, signal: either })
      await collectLogs({ config, checkpoints, sealerOf, sources, tell, signal })
    } finally {
      await checkpoints.close()
    }
    tell(notices.collectorStopped())
  } finally {
    await snapshot.flush()
    await lock.release()
  }
}
