import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { takeLock } from '../../lib/system/processes/lock.ts'
import type { WatchConfig } from '../config/checks/check-config.ts'
import type { Config } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import { PROBES } from '../probes/probes.ts'
import { restartPlaces } from '../restarts/restart-places.ts'
import { SnapshotWriter } from '../snapshots/snapshot-writer.ts'
import { lastSnapshot } from '../snapshots/snapshot.ts'
import { type ShownCheck, watcherSnapshot } from '../snapshots/watcher-snapshot.ts'
import { CheckLog } from '../watch/check-log.ts'
import type { FoundTurn } from '../watch/found/found-turns.ts'
import { watchNotices } from '../watch/notices.ts'
import { type PreparedCheck, preparedChecks } from '../watch/prepared-check.ts'
import { runSchedule } from '../watch/schedule.ts'
import { ensureWatchFolders, watchFolders } from '../watch/watch-folders.ts'
import { Watching, type WatchingParts } from '../watch/watching.ts'
import type { Round, Work } from './round.ts'

/** What the watcher tells of itself besides what every role does. */
interface WatcherState {
  readonly checks: readonly ShownCheck[]
  readonly network?: number | undefined
  readonly refused?: string | undefined
}

/** The agent's user reads it for `status`; it is in the group of the file. */
const MODE = 0o640

const NOTHING: WatchConfig = { checks: [], references: [] }

/**
 * The watcher: runs every check at its interval and leaves in the inbox what they find, until the signal is aborted.
 * Reads no log, and of the spool nothing. Throws `ActionNeeded` if a check or the folders cannot be used; its work
 * throws it if another watcher holds them.
 */
export async function watcher(config: Config): Promise<Work> {
  const checks = preparedChecks((config.watch ?? NOTHING).checks, PROBES)
  await ensureWatchFolders(watchFolders(config))
  return (round) => watch(config, checks, round)
}

async function watch(config: Config, written: readonly PreparedCheck[], round: Round): Promise<void> {
  const folders = watchFolders(config)
  const lock = await takeLock(folders.state, 'watcher')
  const before = await lastSnapshot('watcher', folders.runtime, folders.state, watcherSnapshot)
  const continuation = { spool: folders.state, before, mode: MODE }
  const snapshot = new SnapshotWriter<WatcherState>(folders.runtime, 'watcher', { checks: [] }, continuation)
  const tell = snapshot.listen(round.tell)
  let log: CheckLog | undefined
  round.onRefused((refused) => snapshot.show({ refused }))
  try {
    const { log: path } = config.watch ?? NOTHING
    log = path === undefined ? undefined : new CheckLog({ path, tell })
    if (config.metrics !== undefined) {
      const { watcherTextfile } = await import('../samples/watcher-textfile.ts')
      snapshot.accompany(watcherTextfile(config.metrics.textfile, () => snapshot.current, tell))
    }
    const parts = { config, written, round, snapshot, tell, log }
    if (config.watch?.isAuto === true) await watchFound(config.watch, parts)
    else await watchChecks({ checks: [], signal: round.signal }, parts)
    tell(watchNotices.stopped())
  } finally {
    await log?.close(round.once === undefined ? 'Interrupted' : 'Finished')
    await snapshot.close()
    await lock.release()
  }
}

/** What watching works with, whichever checks there are. */
interface WatchParts extends Pick<WatchingParts, 'tell' | 'log'> {
  readonly config: Config
  /** The checks that somebody wrote. */
  readonly written: readonly PreparedCheck[]
  readonly round: Round
  readonly snapshot: SnapshotWriter<WatcherState>
}

async function watchFound({ checks: written }: WatchConfig, parts: WatchParts): Promise<void> {
  const { config, round, tell } = parts
  const { FoundChecks } = await import('../watch/found/found-checks.ts')
  const { workInTurns } = await import('../watch/found/found-turns.ts')
  const found = await FoundChecks.open({ written, folder: watchFolders(config).state, root: '/', tell })
  await workInTurns({ found, clock: systemClock, signal: round.signal }, (turn) => watchChecks(turn, parts))
}

async function watchChecks(
  { checks: found, signal, onForgotten }: Pick<FoundTurn, 'checks' | 'signal'> & Partial<FoundTurn>,
  { config, written, round, snapshot, tell, log }: WatchParts,
): Promise<void> {
  const checks = [...written, ...preparedChecks(found, PROBES)]
  let version = 0
  const onRun = (): void => {
    const { version: now } = watching.watched
    if (now === version) snapshot.showLater(() => shownOf(watching))
    else snapshot.show(shownOf(watching))
    version = now
    round.onWork()
  }
  const { references } = config.watch ?? NOTHING
  const watching = await Watching.open({
    checks,
    references,
    folders: watchFolders(config),
    restarts: restartPlaces(config),
    clock: systemClock,
    elapsed,
    signal,
    tell,
    log,
    onRun,
    ...(onForgotten && { onForgotten }),
  })
  snapshot.show(shownOf(watching))
  tell(watchNotices.started(checks.length))
  await snapshot.flush()
  const schedule = { checks, host: hostNameOf(config), clock: systemClock, elapsed, signal, run: watching.run }
  const isOnce = round.once !== undefined
  await runSchedule({ ...schedule, isOnce })
  if (isOnce) await watching.keepAll()
}

function shownOf({ watched }: Watching): Pick<WatcherState, 'checks' | 'network'> {
  return { checks: watched.shown, network: watched.network }
}
