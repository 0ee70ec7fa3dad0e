import { addAgent } from './change/add-agent.ts'
import type { Change } from './store.ts'

/** Every change, by its name: threads that make them get only that. */
export const CHANGES: ReadonlyMap<string, Change<never, unknown>> = new Map(
  [addAgent].map((change) => [change.name, change]),
)
