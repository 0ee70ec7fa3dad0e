import type { Tell } from '../../lib/notice/notice.ts'
import type { Textfile } from '../../lib/samples/textfile.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'
import { freeSpaceOf } from '../../lib/system/files/free-space.ts'
import { takeLock } from '../../lib/system/processes/lock.ts'
import { collectLogs } from '../collect/logs.ts'
import type { Config } from '../config/config.ts'
import { fits, isPattern } from '../follow/discover.ts'
import { addCollectorMetrics, type CollectorNow, ReadCounts } from '../samples/collector-metrics.ts'
import { processRegistry } from '../samples/process-metrics.ts'
import { roleTextfile } from '../samples/role-textfile.ts'
import { WaitingReports } from '../samples/waiting-reports.ts'
import { keepIdentity } from '../spool/identity.ts'
import { CheckpointStore } from '../spool/positions/checkpoints.ts'
import { recover } from '../spool/recovery.ts'
import { Room } from '../spool/room.ts'
import { Sealer } from '../spool/sealer.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from '../spool/spool-folders.ts'
import { Spool } from '../spool/spool.ts'
import { collectorView } from '../status/collector-view.ts'
import { SnapshotWriter } from '../status/snapshot-writer.ts'
import { lastSnapshot, type SourceSnapshot } from '../status/snapshot.ts'
import { SourceStates } from '../status/source-states.ts'
import { roleNotices } from './notices.ts'
import type { Round, Work } from './round.ts'

/** What the collector tells of itself besides what every role does. */
interface CollectorState {
  readonly sources: SourceStates | readonly SourceSnapshot[]
  readonly held?: string | undefined
  readonly refused?: string | undefined
}

/**
 * The collector: follows every configured log and seals its events until the signal is aborted. Uses no network. Throws
 * `ActionNeeded` if the folders cannot be used; its work throws it if another collector holds them.
 */
export async function collector(config: Config): Promise<Work> {
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  await ensurePrivateFolder(config.runtime.path)
  return (round) => collect(config, folders, round)
}

async function collect(config: Config, folders: SpoolFolders, round: Round): Promise<void> {
  const { signal, onWork } = round
  const lock = await takeLock(folders.root, 'collector')
  const before = await lastSnapshot('collector', config.runtime.path, folders.root, collectorView.schema)
  const known = before?.sources.flatMap((each) => countedIn(config, each)) ?? []
  const continuation = { spool: folders.root, before }
  const snapshot = new SnapshotWriter<CollectorState>(
    config.runtime.path,
    'collector',
    { sources: known },
    continuation,
  )
  const tell = snapshot.listen(round.tell)
  const read = new ReadCounts()
  snapshot.accompany(textfileOf(config, folders, snapshot, read, tell))
  round.onRefused((refused) => snapshot.show({ refused }))
  try {
    tell(roleNotices.collectorStarted(config.followers.length))
    await snapshot.flush()
    const recovered = await recover(folders, tell)
    const identity = await keepIdentity(folders.root)
    const checkpoints = new CheckpointStore(folders.root, recovered, tell)
    const room = new Room({ folders, bounds: config.spool, freeSpaceOf, elapsed })
    const spool = new Spool(folders, recovered.sequence, room)
    try {
      const sources = new SourceStates(() => {
        snapshot.show({})
        onWork()
      }, known)
      snapshot.show({ sources })
      const onHold = (held: string | undefined): void => snapshot.show({ held })
      const sealerOf = (either: AbortSignal): Sealer =>
        new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold, signal: either })
      await collectLogs({ config, checkpoints, identity, sealerOf, sources, onRead: read.note, tell, signal })
    } finally {
      await checkpoints.close()
    }
    tell(roleNotices.collectorStopped())
  } finally {
    await snapshot.close()
    await lock.release()
  }
}

function textfileOf(
  { metrics }: Config,
  folders: SpoolFolders,
  snapshot: SnapshotWriter<CollectorState>,
  read: ReadCounts,
  tell: Tell,
): Textfile | undefined {
  if (metrics === undefined) return undefined
  const registry = processRegistry('collector', () => snapshot.current)
  const now = (): CollectorNow => {
    const { sources, held, notices } = snapshot.current
    return { sources: sources instanceof SourceStates ? sources.toJSON() : sources, held, counts: notices.counts }
  }
  addCollectorMetrics(registry, now, read, new WaitingReports(folders.parsed))
  return roleTextfile(metrics.textfile, 'collector', registry, tell)
}

/**
 * The counts of a log that is still followed; its problem, and the logs of a pattern, are found anew.
 */
function countedIn(
  { followers }: Config,
  { problem: _problem, rate: _rate, ...counted }: SourceSnapshot,
): SourceSnapshot[] {
  const { source, path } = counted
  const isLog = followers.some((each) => each.source === source && (each.path === path || fits(each.path, path)))
  return isLog && !isPattern(path) ? [counted] : []
}
