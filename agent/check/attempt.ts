import { ActionNeeded } from '../system/errors.ts'
import type { Finding } from './finding.ts'

/** Does what the agent will do; a finding for each line of what a person must do first. Rejects for a bug. */
export async function attempted(check: string, work: () => Promise<unknown>): Promise<readonly Finding[]> {
  try {
    await work()
    return []
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return error.message.split('\n').map((text) => ({ check, state: 'failed', text }))
  }
}
