import type { CollectorSnapshot } from '../snapshots/collector-snapshot.ts'
import type { RoleSnapshot, SourceSnapshot } from '../snapshots/snapshot.ts'
import type { TransmitterSnapshot } from '../snapshots/transmitter-snapshot.ts'
import type { WatcherSnapshot } from '../snapshots/watcher-snapshot.ts'
import type { SpoolStatus } from '../spool/upkeep/spool-status.ts'
import type { BackstopStatus } from './backstop-status.ts'
import type { ExposedFolder } from './exposed-folders.ts'
import type { HooksStatus } from './hooks-view.ts'
import type { SourceState } from './source-state.ts'

/** How the agent is; times in milliseconds since the epoch. */
export interface StatusFields {
  readonly version: string
  readonly host: string
  readonly collector: ProcessStatus & Partial<Pick<CollectorSnapshot, 'held' | 'ignored' | 'places' | 'tells'>>
  readonly transmitter: ProcessStatus &
    Partial<Pick<TransmitterSnapshot, 'delivery' | 'receivers' | 'switchedOff' | 'removed'>> & {
      /** The configuration has no `transmission`. */
      readonly noApi?: true
      /** The names of the alerts. */
      readonly alerts?: readonly string[]
    }
  /** Where something is checked, how the checks are. */
  readonly watcher?: ProcessStatus & Partial<Pick<WatcherSnapshot, 'checks' | 'network'>>
  /** How looks for forwards and filters go, where there is cPanel. */
  readonly backstop?: BackstopStatus
  /** How the hooks stand with cPanel, where it is; absent where it was not asked. */
  readonly hooks?: HooksStatus
  readonly sources: readonly SourceStatus[]
  readonly spool: SpoolStatus
  /** Why the running processes do not use the changed configuration. */
  readonly refused?: string
  /** Folders of logs that others than root can write to, if there are any. */
  readonly exposed?: readonly ExposedFolder[]
}

/** How a process is; what it told last if it does not run. */
export interface ProcessStatus {
  readonly running: boolean
  /** The configuration gives it no work, so that it need not run. */
  readonly idle?: true
  /** It was told to do nothing: by what runs, else by the configuration. */
  readonly disabled?: boolean
  /** It runs, but has shown no sign of life for a while. */
  readonly hangs?: true
  readonly pid?: number
  /** The version that runs; after an upgrade without a restart not the program's own. */
  readonly version?: string
  readonly startedAt?: number
  /** When counting began. */
  readonly countedSince?: number
  readonly notices?: RoleSnapshot['notices']
}

/** How a log is: the file at its path, and how far it was read. */
export interface SourceStatus extends Omit<SourceSnapshot, 'inode' | 'behindSince'> {
  readonly state: SourceState
  /** Bytes of the file at the path now. */
  readonly size?: number
  /** When it was written to last. */
  readonly written?: number
  /** Bytes of it that are not read yet. */
  readonly lag?: number
  /** At most so many seconds ago the oldest of them was written; absent where that is not known. */
  readonly lagSeconds?: number
}
