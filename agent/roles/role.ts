import type { Metric } from '../../lib/samples/metric.ts'
import type { Optimiser } from '../../lib/system/processes/compiler.ts'
import type { Config } from '../config/config.ts'
import type { Whereabouts } from '../config/load.ts'
import type { RoleService, Start } from './round.ts'

/** One kind of process of the agent: a unit, with the least rights that its work takes. */
export interface Role {
  /**
   * Names its unit (`spoor-agent-NAME.service`), its lock (`NAME.lock` in the spool), its file in the runtime folder
   * (`NAME.json`), its line in `status` and its key in `status --json`.
   */
  readonly name: string
  /** What its unit calls, and what that does, in one sentence. */
  readonly command: string
  readonly summary: string
  /** What it calls itself in `ps`; at most 15 bytes, as the kernel cuts the rest (PR_SET_NAME in prctl(2)). */
  readonly title: string
  /** Whom its unit runs it as. */
  readonly user: string
  /**
   * What follows the paths of spool and runtime folder in the names of its own: its user may not look into those of the
   * others. Absent where it shares them.
   */
  readonly apart?: '-watch' | undefined
  /** What it may reach besides spool and configuration; test/roles.test.ts looks at all that it can load. */
  readonly rights: 'logs' | 'network' | 'services'
  /** What `check --for COMMAND` looks at besides configuration and folders. */
  readonly checks: readonly ('logs' | 'sending' | 'services')[]
  /** Compilers of V8 that it works without, as it mostly waits. */
  readonly without: readonly Optimiser[]
  /** What its absence means, as `status` says it. */
  readonly absence: string
  /**
   * Whether a configuration gives it work on the host whose files are below `root`, which is `/` by default; for an
   * unreadable one, whether most do. Without work it does not start, and nothing misses it.
   */
  hasWork(config: Partial<Omit<Config, keyof Whereabouts>>, root?: string): boolean
  /** Loads its code. */
  service(): Promise<RoleService>
  /** Loads what it counts and measures besides what every process does, for docs/metrics.md. */
  metrics?(): Promise<Readonly<Record<string, Metric>>>
}

/** The unit of a role. */
export function unitOf({ name }: Pick<Role, 'name'>): string {
  return `spoor-agent-${name}.service`
}

/** The folder in which a role tells how it is, where that of the configuration is `runtime`. */
export function runtimeOf({ apart }: Pick<Role, 'apart'>, runtime: string): string {
  return `${runtime}${apart ?? ''}`
}

/** The work of a role, whose code is loaded where there is any. */
export function serviceOf(role: Pick<Role, 'hasWork' | 'service'>): Start {
  return async (config) => (role.hasWork(config) ? (await role.service())(config) : undefined)
}
