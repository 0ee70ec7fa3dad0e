import type * as v from 'valibot'
import type { Config } from '../config/config.ts'
import type { RoleSnapshot, SourceSnapshot } from '../snapshots/snapshot.ts'
import type { StatusFields } from './status-fields.ts'
import type { Warning } from './warning.ts'

/** What `status` shows of one role besides what it shows of every process. */
export interface RoleView<T extends RoleSnapshot = RoleSnapshot> {
  /** The file that it writes, `<runtime.path>/NAME.json`. */
  readonly schema: v.GenericSchema<unknown, T>
  /** Its keys in `status --json`; `told` is what it told last. */
  shown(
    told: T | undefined,
    isRunning: boolean,
    config: Partial<Pick<Config, 'transmission' | 'receivers' | 'alerts'>>,
  ): object
  /** How the logs stand that it follows. */
  sources?(told: T): readonly SourceSnapshot[]
  /** Its rows in `status` for people at a time, in milliseconds: what, then how it is. */
  rows?(status: StatusFields, now: number): readonly (readonly [what: string, how: string])[]
  /** What it was told not to do: that is no fault. */
  disabled?(status: StatusFields): readonly Warning[]
  /** What is wrong with its work, the worst first. */
  warnings(status: StatusFields): readonly Warning[]
}
