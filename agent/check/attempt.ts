import { ActionNeeded } from '../../lib/system/errors.ts'
import type { Finding } from './finding.ts'

/** Does what the agent will do, and turns each line of an `ActionNeeded` into a finding. Rejects with anything else. */
export async function attempted(check: string, work: () => Promise<unknown>): Promise<readonly Finding[]> {
  try {
    await work()
    return []
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return error.message.split('\n').map((text) => ({ check, state: 'failed', text }))
  }
}
