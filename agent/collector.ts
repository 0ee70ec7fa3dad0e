import { hostname } from 'node:os'
import { collectFolder } from './collect/folder.ts'
import { collectSource } from './collect/source.ts'
import { wantedBy } from './collect/wanted.ts'
import type { Config } from './config/config.ts'
import { driverOf } from './drivers/index.ts'
import { isPattern } from './follow/discover.ts'
import { Pace } from './follow/pace.ts'
import { Turns } from './follow/turns.ts'
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
import { FolderWatches } from './system/folder-watches.ts'
import { freeSpaceOf } from './system/free-space.ts'
import { takeLock } from './system/lock.ts'
import { PathWaker } from './system/path-waker.ts'

/** So many logs are held open at once; more only where files that were rotated away are read. */
const OPEN_FILES = 24

/** What the collector tells of itself besides what every process does. */
interface CollectorState {
  readonly sources: SourceStates | readonly []
  readonly held?: string | undefined
}

/**
 * The collector: follows every configured log and seals what it says, until the signal is aborted. Touches no network. `onWork` is called
 * after each piece of work.
 * Throws `ActionNeeded` where the folders cannot be used or another collector has them.
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
      await collectAll({ config, checkpoints, spool, tell, signal, snapshot, onWork })
    } finally {
      await checkpoints.close()
    }
    tell(notices.collectorStopped())
  } finally {
    await snapshot.flush()
    await lock.release()
  }
}

interface Parts {
  readonly config: Config
  readonly checkpoints: CheckpointStore
  readonly spool: Spool
  readonly tell: Tell
  readonly signal: AbortSignal
  readonly snapshot: SnapshotWriter<CollectorState>
  readonly onWork: () => void
}

/** A bug in one source ends them all, and with them the process: systemd starts it again, and nothing is lost. */
async function collectAll({ config, checkpoints, spool, tell, signal, snapshot, onWork }: Parts): Promise<void> {
  const failure = new AbortController()
  const either = AbortSignal.any([signal, failure.signal])
  const onHold = (held: string | undefined): void => snapshot.show({ held })
  const sealer = new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold, signal: either })
  const watches = new FolderWatches(tell)
  const sources = new SourceStates(() => {
    snapshot.show({})
    onWork()
  })
  snapshot.show({ sources })
  const shared = {
    turns: new Turns(OPEN_FILES),
    pace: new Pace(config.limits.readRate ?? Infinity, elapsed),
    maxDelay: config.spool.maxDelay,
    checkpoints,
    sealer,
    tell,
    sources,
    signal: either,
    host: hostname(),
    wanted: wantedBy(config),
    wakerOf: (path: string, options?: { readonly contents: boolean }) => new PathWaker(watches, path, options),
  }
  const work = config.followers.map(async (follower) => {
    const parts = { ...shared, follower, driver: driverOf(follower.source) }
    try {
      await (isPattern(follower.path) ? collectFolder(parts) : collectSource(parts))
    } finally {
      failure.abort()
    }
  })
  try {
    for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason
  } finally {
    watches.close()
  }
}
