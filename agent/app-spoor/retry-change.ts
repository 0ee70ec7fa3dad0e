import { join } from 'node:path'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { counted } from '../../lib/terminal/count.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { PROGRAM } from '../program.ts'
import { runForRestart } from '../restarts/restart-program.ts'
import type { SetupChange } from '../setup/step.ts'
import type { MigratedHost } from './migrated-host.ts'
import type { OldSpool } from './old-spool.ts'

const WORDS = ['spool', 'retry', '--all']

/** Milliseconds; it moves a hundred thousand files in a minute. */
const PATIENCE = 600_000

/** What queues again all that failed. */
export const RETRY_COMMAND = `${PROGRAM.name} ${WORDS.join(' ')}`

/** Queues again what App::Spoor gave up, if that is wanted and there is something. */
export function retryChange({ root, retryFailed }: MigratedHost, { failed }: OldSpool): readonly SetupChange[] {
  if (!retryFailed || failed === 0) return []
  const change = {
    text: `Sends again what App::Spoor could not send (${counted(failed, 'event')}).`,
    commands: [RETRY_COMMAND],
    activates: true,
    apply: async (signal: AbortSignal) => {
      // A process of its own: it becomes the spool's owner for good.
      const { isGood, failure, stderr } = await runForRestart(
        [join(root, 'usr/bin', PROGRAM.name), ...WORDS],
        PATIENCE,
        signal,
      )
      if (!isGood) throw new ActionNeeded(`${RETRY_COMMAND}: ${failure}: ${plainText(stderr.trim()).slice(0, 300)}`)
    },
  }
  return [change]
}
