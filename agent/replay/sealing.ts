import type { Tell } from '../../lib/notice/notice.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { freeSpaceOf } from '../../lib/system/files/free-space.ts'
import { type Lock, takeLock } from '../../lib/system/processes/lock.ts'
import type { Config } from '../config/config.ts'
import { metadataOf } from '../config/host-name.ts'
import { furtherReceivers } from '../config/receivers/destinations.ts'
import { createCursors } from '../spool/cursor/new-cursors.ts'
import { keepIdentity } from '../spool/identity.ts'
import { CheckpointStore } from '../spool/positions/checkpoints.ts'
import { recover } from '../spool/recovery.ts'
import { makeReport } from '../spool/reports/report-file.ts'
import { Room } from '../spool/room.ts'
import { sealedIds } from '../spool/sealed-ids.ts'
import { Sealer } from '../spool/sealer.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from '../spool/spool-folders.ts'
import { Spool } from '../spool/spool.ts'
import { IdSet } from './id-set.ts'
import type { Taker } from './replay.ts'

/** How many events of the spool are remembered, in at most 32 MiB; others may be sealed again, with the same ids. */
const MOST_KNOWN = 1_000_000

/** The spool, while the replay has it. */
export interface ReplaySealing {
  /** Where the collector continues; never changed. */
  readonly checkpoints: Pick<CheckpointStore, 'of'>
  readonly take: Taker
  /** The host name that ids are made with. */
  readonly identity: string
  /** How many entries were sealed, and how many were left out because they are in the spool already. */
  readonly counts: { readonly sealed: number; readonly known: number }
  /** Whether the spool contains more events than are remembered. */
  readonly isCut: boolean
}

/**
 * Runs `work` with a way to seal in the collector's place. These reports contain no position, so the collector
 * continues where it stopped. Throws `ActionNeeded` (exit 75) if the collector is running.
 */
export async function withSealing<T>(
  config: Pick<Config, 'spool' | 'host' | 'transmission' | 'receivers'>,
  tell: Tell,
  signal: AbortSignal,
  work: (sealing: ReplaySealing) => Promise<T>,
): Promise<T> {
  const bounds = config.spool
  const { path } = bounds
  const folders = spoolFolders(path)
  await ensureSpoolFolders(folders)
  const lock = await takeCollectorsLock(path)
  try {
    const hasApi = config.transmission !== undefined
    await createCursors(folders, furtherReceivers(config))
    const recovered = await recover(folders, tell, { hasApi })
    const checkpoints = new CheckpointStore(folders, recovered, tell)
    const room = new Room({ folders, bounds, freeSpaceOf, elapsed })
    const spool = new Spool(folders, recovered.sequence, room, hasApi)
    const sealer = new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold: () => undefined, signal })
    const [identity, metadata] = [await keepIdentity(path), metadataOf(config)]
    const known = await idsIn(folders, MOST_KNOWN, signal)
    const counts = { sealed: 0, known: 0 }
    const take: Taker = async ({ source, path: log }, range, found) => {
      const entries = found.filter(({ id }) => !known.has(id))
      const isTaken =
        entries.length === 0 ||
        (await sealer.seal(makeReport({ metadata, entries, steps: [{ source, path: log, range }] })))
      if (!isTaken) return false
      counts.sealed += entries.length
      counts.known += found.length - entries.length
      return true
    }
    return await work({ identity, checkpoints, take, counts, isCut: known.size >= MOST_KNOWN })
  } finally {
    await lock.release()
  }
}

async function takeCollectorsLock(path: string): Promise<Lock> {
  try {
    return await takeLock(path, 'collector')
  } catch (error) {
    if (!(error instanceof ActionNeeded && error.exitCode === EXIT.held)) throw error
    throw new ActionNeeded(
      `${path}: the collector is using this spool; stop it while replay --report runs. Nothing is lost: it continues where it stopped.`,
      EXIT.held,
      { cause: error },
    )
  }
}

async function idsIn(folders: SpoolFolders, most: number, signal: AbortSignal): Promise<IdSet> {
  const ids = new IdSet()
  for await (const id of sealedIds(folders)) {
    if (ids.size >= most || signal.aborted) break
    ids.add(id)
  }
  return ids
}
