import { ActionNeeded, codeOf, EXIT, messageOf } from '../../../lib/system/errors.ts'
import { UNREADABLE } from '../../files/read-list.ts'

/**
 * Runs a comparison. Whatever keeps it from its end has an exit code that tells of no difference: 1 would mean that
 * something is new.
 */
export async function comparing(action: string, compare: () => Promise<number>): Promise<number> {
  try {
    return await compare()
  } catch (error) {
    if (error instanceof ActionNeeded && error.exitCode !== EXIT.failed) throw error
    if (codeOf(error) === 'ABORT_ERR') return UNREADABLE
    if (error instanceof ActionNeeded) throw new ActionNeeded(error.message, UNREADABLE, { cause: error })
    if (codeOf(error) === undefined) throw error
    throw new ActionNeeded(`files ${action}: ${messageOf(error)}`, UNREADABLE, { cause: error })
  }
}
