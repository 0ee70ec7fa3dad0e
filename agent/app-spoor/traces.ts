import { join } from 'node:path'
import { isPresent } from '../../lib/system/files/presence.ts'
import { oldConfig } from './old-config.ts'
import { oldProcesses } from './old-processes.ts'
import { type OldSpool, oldSpool } from './old-spool.ts'
import { oldUnits } from './old-units.ts'
import type { OldHost } from './way-back.ts'

/** Where App::Spoor's installer writes its hook. */
const MODULE = 'var/cpanel/perl5/lib/SpoorForwardHook.pm'

/** What App::Spoor left on a host, or has running there. */
export interface Traces extends OldHost {
  readonly spool: OldSpool
  /** The processes that do its work, with units or without. */
  readonly followers: readonly number[]
  readonly transmitters: readonly number[]
}

/** Looks for App::Spoor; undefined where there is nothing of it but, perhaps, a configuration. */
export async function tracesOf(root: string, signal: AbortSignal): Promise<Traces | undefined> {
  const traces = {
    units: await oldUnits(root, signal),
    config: oldConfig(root),
    hasModule: isPresent(join(root, MODULE)),
    spool: oldSpool(root),
    followers: oldProcesses(root, 'follower'),
    transmitters: oldProcesses(root, 'transmitter'),
  }
  const { units, hasModule, spool, followers, transmitters } = traces
  const some = units.length + spool.waiting + spool.failed + followers.length + transmitters.length
  return hasModule || some > 0 ? traces : undefined
}
