import { ActionNeeded } from '../../lib/system/errors.ts'
import type { Finding } from './finding.ts'

/** Does what the agent will do, and makes a finding of each line of an `ActionNeeded`. Rejects with any other error. */
export async function attempted(check: string, work: () => Promise<unknown>): Promise<readonly Finding[]> {
  try {
    await work()
    return []
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return error.message.split('\n').map((text) => ({ check, state: 'failed', text }))
  }
}
