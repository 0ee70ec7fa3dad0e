import type { HubStage, StoreKind } from './hub-stage.ts'

/** What happens to a hub while agents report to it. */
export interface HubScenario {
  readonly name: string
  /** The same in one sentence. */
  readonly what: string
  readonly store: StoreKind
  /** What it needs of the machine besides the hub. */
  readonly needs?: 'root' | 'strace' | 'PostgreSQL'
  /** Runs it; throws if something is wrong besides what was acknowledged. */
  readonly run: (stage: HubStage) => Promise<void>
}
