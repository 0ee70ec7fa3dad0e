import { addAgent } from './change/add-agent.ts'
import { takeLease } from './change/take-lease.ts'
import type { Change } from './store.ts'

/** Every change, by its name: threads that make them get only that. */
export const CHANGES: ReadonlyMap<string, Change<never, unknown>> = new Map(
  [addAgent, takeLease].map((change) => [change.name, change]),
)
