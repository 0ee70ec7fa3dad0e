import { ActionNeeded, messageOf } from '../../lib/system/errors.ts'
import { type Loaded, loadConfig, loadWhereabouts } from '../config/load.ts'
import { warningsOf } from '../status/health.ts'
import { shownRoles } from '../status/shown-roles.ts'
import { type Status, statusOf } from '../status/status.ts'
import type { Warning } from '../status/warning.ts'
import { type HostProcess, processesBelow } from './host-processes.ts'
import { type KernelLog, kernelLog } from './kernel-log.ts'
import { type OwnCheck, ownCheck } from './own-check.ts'
import { type ShownUnits, shownUnits } from './shown-units.ts'

/** A host, and what several examinations look at: each is looked at once. */
export interface Patient {
  /** The folder that the host's files are below: `/`. */
  readonly root: string
  /** The file of the configuration. */
  readonly file: string
  /** The configuration; undefined where it cannot be read, or is wrong. */
  readonly loaded: Loaded | undefined
  readonly status: Status
  /** What `status` warns of. */
  readonly warnings: readonly Warning[]
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Milliseconds that one look may take. */
  readonly patience: number
  /** Ends every look. */
  readonly signal: AbortSignal
  /** What `check` finds, without and with the network. */
  readonly checked: (connects: boolean) => Promise<OwnCheck>
  readonly units: () => Promise<ShownUnits>
  readonly kernel: () => Promise<KernelLog>
  readonly processes: () => Promise<readonly HostProcess[]>
}

/** Where a patient is, and how it is looked at. */
export interface Visit {
  readonly root: string
  readonly file: string
  /** The command that starts this program once more. */
  readonly self: readonly [string, ...string[]]
  readonly patience: number
  readonly signal: AbortSignal
}

/** A host as it is now. Throws what is a bug. */
export async function patientOf({ root, file, self, patience, signal }: Visit): Promise<Patient> {
  const loaded = await loadConfig(file).catch((error: unknown) => {
    if (error instanceof ActionNeeded) return undefined
    throw new Error(messageOf(error), { cause: error })
  })
  const status = await statusOf(loaded?.config ?? (await loadWhereabouts(file)))
  const host = { root, signal, patience }
  const alone = once(() => ownCheck({ self, file, connects: false, patience, signal }))
  const connected = once(() => ownCheck({ self, file, connects: true, patience, signal }))
  return {
    root,
    file,
    loaded,
    status,
    warnings: warningsOf(status, await shownRoles()),
    now: Date.now(),
    patience,
    signal,
    checked: (connects) => (connects ? connected : alone)(),
    units: once(() => shownUnits(host)),
    kernel: once(() => kernelLog(host)),
    processes: once(() => processesBelow(root)),
  }
}

/** Looks when it is first asked, and tells everybody the same. */
function once<T>(look: () => Promise<T>): () => Promise<T> {
  let seen: Promise<T> | undefined
  return () => (seen ??= look())
}
