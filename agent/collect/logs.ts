import { elapsed } from '../../lib/system/clock.ts'
import { Mounts } from '../../lib/system/files/mounts.ts'
import { FolderWatches } from '../../lib/system/watching/folder-watches.ts'
import { PathWaker } from '../../lib/system/watching/path-waker.ts'
import { localZone } from '../../lib/time/local-zone.ts'
import type { Config } from '../config/config.ts'
import { metadataOf } from '../config/host-name.ts'
import { driverOf } from '../drivers/index.ts'
import { isPattern } from '../follow/discover.ts'
import { sourceNotices } from '../follow/notices.ts'
import { Pace } from '../follow/pace.ts'
import { Turns } from '../follow/turns.ts'
import type { SourceStates } from '../status/source-states.ts'
import { collectFolder } from './folder.ts'
import { type SourceParts, collectSource } from './source.ts'
import { wantedBy } from './wanted.ts'

/** So many logs are held open at once; more only where files that were rotated away are read. */
const OPEN_FILES = 24

/** What collecting from all configured logs works with. */
export interface LogsParts extends Pick<SourceParts, 'checkpoints' | 'identity' | 'tell' | 'signal' | 'onRead'> {
  readonly config: Config
  /** Makes what seals; its signal is aborted where one log has a bug, too. */
  readonly sealerOf: (signal: AbortSignal) => SourceParts['sealer']
  readonly sources: Pick<SourceStates, 'of' | 'set' | 'delete'>
}

/**
 * Follows every configured log until the signal is aborted. A bug in one source ends them all, and with them the
 * process: systemd starts it again, and nothing is lost.
 */
export async function collectLogs(parts: LogsParts): Promise<void> {
  const { config, checkpoints, identity, sealerOf, sources, onRead, tell, signal } = parts
  const failure = new AbortController()
  const either = AbortSignal.any([signal, failure.signal])
  const { unknown } = localZone()
  if (unknown !== undefined && config.followers.some(({ zone }) => zone === undefined))
    tell(sourceNotices.zoneUnknown(unknown))
  const watches = new FolderWatches((folder, code) => tell(sourceNotices.watchFailed(folder, code)))
  const shared = {
    turns: new Turns(OPEN_FILES),
    mounts: new Mounts(elapsed),
    pace: new Pace(config.limits.readRate ?? Infinity, elapsed),
    maxDelay: config.spool.maxDelay,
    checkpoints,
    sealer: sealerOf(either),
    tell,
    sources,
    ...(onRead && { onRead }),
    signal: either,
    metadata: metadataOf(config),
    identity,
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
