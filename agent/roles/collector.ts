import { Rules } from '../../lib/rules/rules.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'
import { freeSpaceOf } from '../../lib/system/files/free-space.ts'
import { takeLock } from '../../lib/system/processes/lock.ts'
import type { Intake } from '../collect/intake.ts'
import { collectLogs } from '../collect/logs.ts'
import { ReadOnce } from '../collect/read-once.ts'
import { RULES } from '../collect/rules.ts'
import { startIntake } from '../collect/ticking-intake.ts'
import type { Config } from '../config/config.ts'
import { matchesPattern, isPattern } from '../follow/discover.ts'
import { keepIdentity } from '../spool/identity.ts'
import { CheckpointStore } from '../spool/positions/checkpoints.ts'
import { recover } from '../spool/recovery.ts'
import { Room } from '../spool/room.ts'
import { Sealer } from '../spool/sealer.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from '../spool/spool-folders.ts'
import { Spool } from '../spool/spool.ts'
import { SnapshotWriter } from '../status/snapshot-writer.ts'
import { type SourceSnapshot, lastOfCollector } from '../status/snapshot.ts'
import { SourceStates } from '../status/source-states.ts'
import { HeldOnce } from './held-once.ts'
import { roleNotices } from './notices.ts'
import type { Round, Work } from './round.ts'

/** What the collector tells of itself besides what every process does. */
interface CollectorState {
  readonly sources: SourceStates | readonly SourceSnapshot[]
  readonly held?: string | undefined
  readonly refused?: string | undefined
}

/**
 * The collector: follows every configured log and seals what it says, until the signal is aborted. Touches no network.
 * Throws `ActionNeeded` where the folders cannot be used; its work does where another collector has them.
 */
export async function collector(config: Config): Promise<Work> {
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  await ensurePrivateFolder(config.runtime.path)
  return (round) => collect(config, folders, round)
}

async function collect(config: Config, folders: SpoolFolders, round: Round): Promise<void> {
  const { onWork } = round
  const once = round.once && new ReadOnce()
  // Lines that cannot be had again wait for room, as long as it takes.
  const hold = new HeldOnce(config.streams.length === 0 ? round.once : undefined)
  const signal = AbortSignal.any([round.signal, hold.signal])
  const lock = await takeLock(folders.root, 'collector')
  const before = await lastOfCollector(config.runtime.path, folders.root)
  const known = before?.sources.flatMap((each) => countedIn(config, each)) ?? []
  const continuation = { spool: folders.root, before }
  const snapshot = new SnapshotWriter<CollectorState>(
    config.runtime.path,
    'collector',
    { sources: known },
    continuation,
  )
  const tell = snapshot.listen(round.tell)
  round.onRefused((refused) => snapshot.show({ refused }))
  try {
    tell(roleNotices.collectorStarted(config.followers.length + config.streams.length))
    await snapshot.flush()
    const recovered = await recover(folders, tell, { hasRules: RULES.length > 0 })
    const identity = await keepIdentity(folders.root)
    const rules = new Rules(RULES, identity, recovered.rules)
    const checkpoints = new CheckpointStore(folders, recovered, tell)
    const room = new Room({ folders, bounds: config.spool, freeSpaceOf, elapsed })
    const spool = new Spool(folders, recovered.sequence, room)
    try {
      const sources = new SourceStates(() => {
        snapshot.show({})
        onWork()
      }, known)
      snapshot.show({ sources })
      const onHold = (held: string | undefined): void => {
        snapshot.show({ held })
        hold.note(held)
      }
      const intakeOf = (either: AbortSignal): Intake => {
        const sealer = new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold, signal: either })
        return startIntake({ config, rules, sealer, checkpoints, sealedIds: recovered.sealedIds }, either)
      }
      await collectLogs({ config, checkpoints, identity, intakeOf, sources, tell, signal, once })
    } finally {
      await checkpoints.close()
    }
    tell(roleNotices.collectorStopped())
    refuseUnread(once?.unread ?? [], hold.reason)
  } finally {
    await snapshot.close()
    await lock.release()
  }
}

/** Throws `ActionNeeded` where not all was read that was to be. */
function refuseUnread(unread: readonly string[], held: string | undefined): void {
  if (held !== undefined) throw new ActionNeeded(`Not all was read, the next run goes on: ${held}`)
  if (unread.length > 0) throw new ActionNeeded(`Not all was read, the next run tries again: ${unread.join(', ')}`)
}

/**
 * What was counted of a log that is still followed. What is wrong with it shows anew, and so does what a pattern means.
 */
function countedIn(
  { followers, streams }: Config,
  { problem: _problem, rate: _rate, ...counted }: SourceSnapshot,
): SourceSnapshot[] {
  const { source, path } = counted
  if (streams.some((each) => each.source === source && each.path === path)) return [counted]
  const isLog = followers.some(
    (each) => each.source === source && (each.path === path || matchesPattern(each.path, path)),
  )
  return isLog && !isPattern(path) ? [counted] : []
}
