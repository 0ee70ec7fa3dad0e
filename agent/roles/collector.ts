import { Rules, type RulesOptions } from '../../lib/rules/rules.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'
import { freeSpaceOf } from '../../lib/system/files/free-space.ts'
import { takeLock } from '../../lib/system/processes/lock.ts'
import { Forgotten } from '../collect/forgotten.ts'
import { type Ignoring, ignoringOf } from '../collect/ignoring.ts'
import type { Intake } from '../collect/intake.ts'
import { type LogsParts, collectLogs } from '../collect/logs.ts'
import { ReadOnce } from '../collect/read-once.ts'
import { rulesFor, settleFor } from '../collect/rules.ts'
import { savedIntake } from '../collect/saved-intake.ts'
import { toldKinds } from '../collect/told-kinds.ts'
import type { Config } from '../config/config.ts'
import { furtherReceivers } from '../config/receivers/destinations.ts'
import { countedLogs } from '../counters/counted-logs.ts'
import type { HostedCounter } from '../counters/counting.ts'
import { savedCounting } from '../counters/saved-counting.ts'
import { isPattern, matchesPattern } from '../follow/discover.ts'
import { alongside } from '../heartbeat/alongside.ts'
import { savedHeartbeat } from '../heartbeat/saved-heartbeats.ts'
import { inboxesOf } from '../inbox/inboxes.ts'
import { removeTaken } from '../inbox/taken.ts'
import type { CollectorTextfileParts } from '../samples/collector-textfile.ts'
import { ReadCounts } from '../samples/read-counts.ts'
import { collectorSnapshot, type ToldKinds } from '../snapshots/collector-snapshot.ts'
import { SnapshotWriter } from '../snapshots/snapshot-writer.ts'
import { lastSnapshot, type SourceSnapshot } from '../snapshots/snapshot.ts'
import { SourceStates } from '../snapshots/source-states.ts'
import { createCursors } from '../spool/cursor/new-cursors.ts'
import { keepIdentity } from '../spool/identity.ts'
import { CheckpointStore } from '../spool/positions/checkpoints.ts'
import { recover } from '../spool/recovery.ts'
import { INBOX } from '../spool/reports/inbox-source.ts'
import { Room } from '../spool/room.ts'
import { Sealer } from '../spool/sealer.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from '../spool/spool-folders.ts'
import { Spool } from '../spool/spool.ts'
import { HeldOnce } from './held-once.ts'
import { KnownPlaces, type PlacesParts } from './known-places.ts'
import { roleNotices } from './notices.ts'
import type { Round, Work } from './round.ts'

/** What the collector tells of itself besides what every role does. */
interface CollectorState {
  readonly ignored?: Ignoring
  readonly sources: SourceStates | readonly SourceSnapshot[]
  readonly held?: string | undefined
  readonly refused?: string | undefined
  readonly places: KnownPlaces
  readonly tells?: readonly ToldKinds[]
  readonly read?: ReadCounts
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
  const { onWork } = round
  const once = round.once && new ReadOnce()
  // Lines that cannot be had again wait for room, as long as it takes.
  const hold = new HeldOnce(config.streams.every(({ kind }) => kind === 'journal') ? round.once : undefined)
  const signal = eitherSignal(round.signal, hold.signal)
  const lock = await takeLock(folders.root, 'collector')
  const before = await lastSnapshot('collector', config.runtime.path, folders.root, collectorSnapshot)
  const known = before?.sources.flatMap((each) => countedIn(config, each)) ?? []
  const continuation = { spool: folders.root, before }
  const places = new KnownPlaces(before?.places, () => snapshot.show({}))
  const now = { sources: known, places }
  const snapshot = new SnapshotWriter<CollectorState>(config.runtime.path, 'collector', now, continuation)
  const tell = snapshot.listen(round.tell)
  const followed = new Set(known.map(({ source, path }) => `${source} ${path}`))
  const read = new ReadCounts(before?.read, (log) => followed.has(log))
  const forgotten = new Forgotten(tell, elapsed)
  let traffic: HostedCounter['traffic']
  await exportMetrics(config, snapshot, { spool: folders, read, forgotten, tell, traffic: () => traffic })
  round.onRefused((refused) => snapshot.show({ refused }))
  try {
    const logs = config.followers.length + config.streams.length + countedLogs(config).length
    tell(roleNotices.collectorStarted(logs))
    await snapshot.flush()
    const sources = new SourceStates(() => {
      snapshot.show({})
      onWork()
    }, known)
    const ignoring = ignoringOf(config, before?.ignored, () => snapshot.show({}))
    const tells = toldKinds(config, inboxesOf(folders))
    const isExported = config.metrics !== undefined
    snapshot.show({ sources, tells, ...(isExported && { read }), ...(ignoring && { ignored: ignoring }) })
    const onHold = (held: string | undefined): void => {
      snapshot.show({ held })
      hold.note(held)
    }
    const onCounters = (counters: readonly HostedCounter[]): void => {
      traffic = counters.find((each) => each.traffic !== undefined)?.traffic
    }
    const hears = { onHold, onRead: read.note, onWork, onForgotten: forgotten.note, onCounters }
    const { stop } = round
    await collectInto(folders, { config, sources, stop, places, ignoring, ...hears, tell, signal, once })
    tell(roleNotices.collectorStopped())
    refuseUnread(once?.unread ?? [], hold.reason)
  } finally {
    await snapshot.close()
    await lock.release()
  }
}

/** Writes the numbers of the collector with its state, if the configuration says where. */
async function exportMetrics(
  { metrics, receivers, spool }: Config,
  snapshot: SnapshotWriter<CollectorState>,
  parts: Pick<CollectorTextfileParts, 'spool' | 'read' | 'forgotten' | 'traffic' | 'tell'>,
): Promise<void> {
  if (metrics === undefined) return
  const { collectorTextfile } = await import('../samples/collector-textfile.ts')
  const sources = (): readonly SourceSnapshot[] => {
    const { sources } = snapshot.current
    return sources instanceof SourceStates ? sources.toJSON() : sources
  }
  const companion = collectorTextfile({
    ...parts,
    folder: metrics.textfile,
    mostBytes: spool.maxSize,
    receivers: receivers.map(({ name }) => name),
    sources,
    ignored: () => snapshot.current.ignored?.toJSON() ?? [],
    current: () => snapshot.current,
  })
  snapshot.accompany(companion)
}

/** What collecting into a spool works with. */
interface CollectParts extends Pick<LogsParts, 'config' | 'onRead' | 'onWork' | 'tell' | 'signal' | 'once'> {
  readonly ignoring: Ignoring | undefined
  /** Hears why nothing can be stored, and undefined when it can again. */
  readonly onHold: (held: string | undefined) => void
  readonly places: Pick<KnownPlaces, 'memoryOf'>
  /** Hears how many keys a rule forgot. */
  readonly onForgotten: PlacesParts['onForgotten']
  readonly onCounters: (counters: readonly HostedCounter[]) => void
  readonly sources: SourceStates
  /** Aborted when the process ends. */
  readonly stop: AbortSignal
}

async function collectInto(folders: SpoolFolders, { onHold, ignoring, ...parts }: CollectParts): Promise<void> {
  const { config, places, tell, onForgotten } = parts
  const hasApi = config.transmission !== undefined
  const running = rulesFor(config)
  await createCursors(folders, furtherReceivers(config))
  const recovered = await recover(folders, tell, { hasRules: running.length > 0, hasApi })
  const { sequence, sealedIds, heard } = recovered
  const identity = await keepIdentity(folders.root)
  const { rules: saved } = recovered
  const { placeLearning: learning } = config.rules
  const lasting = await places.memoryOf({ spool: folders.root, rules: running, saved, learning, tell, onForgotten })
  const settle = settleFor(config)
  const lastingOf: RulesOptions['lasting'] = (rule) => lasting?.of(rule)
  const rules = new Rules(running, { identity, saved, settle, lasting: lastingOf, lets: ignoring?.lets, onForgotten })
  const checkpoints = new CheckpointStore(folders, recovered, tell)
  const spool = new Spool(folders, sequence, new Room({ folders, bounds: config.spool, freeSpaceOf, elapsed }), hasApi)
  const intakeOf = (signal: AbortSignal): Intake => {
    const sealer = new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold, signal })
    return savedIntake({ config, rules, lasting, ignoring, sealer, checkpoints, sealedIds, heard })
  }
  const all = inboxesOf(folders)
  checkpoints.removeWith((names) => removeTaken(names, all, tell))
  const isTaken = (name: string): boolean => checkpoints.isTaken(name)
  const own = { identity, folders, sealedIds, sequence: (): number => spool.sequence }
  const counting = await savedCounting({ ...parts, ...own, once: parts.once !== undefined })
  const beside = alongside(counting, parts.once ? undefined : savedHeartbeat({ ...parts, ...own, clock: systemClock }))
  try {
    const inboxes = { all, isTaken, refused: folders.refused }
    await collectLogs({ ...parts, checkpoints, identity, intakeOf, inboxes, beside })
  } finally {
    await checkpoints.close()
    lasting?.close()
  }
}

/** Throws `ActionNeeded` where not all was read that was to be. */
function refuseUnread(unread: readonly string[], held: string | undefined): void {
  if (held !== undefined) throw new ActionNeeded(`Not all was read, the next run goes on: ${held}`)
  if (unread.length > 0) throw new ActionNeeded(`Not all was read, the next run tries again: ${unread.join(', ')}`)
}

/**
 * The counts of an inbox, or of a log that is still followed; its problem, and the logs of a pattern, are found anew.
 */
function countedIn(config: Config, { problem: _problem, rate: _rate, ...counted }: SourceSnapshot): SourceSnapshot[] {
  const { source, path } = counted
  const { followers, streams } = config
  if (source === INBOX || streams.some((each) => each.source === source && each.path === path)) return [counted]
  const isLog = [...followers, ...countedLogs(config)].some(
    (each) => each.source === source && (each.path === path || matchesPattern(each.path, path)),
  )
  return isLog && !isPattern(path) ? [counted] : []
}
