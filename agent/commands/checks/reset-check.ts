import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { restartWords } from '../../config/checks/restart-target.ts'
import { forgetRestarts } from '../../restarts/forget-restarts.ts'
import { restartPlaces } from '../../restarts/restart-places.ts'
import type { ChecksParts } from './checks-parts.ts'

/** Lets the service of one check be restarted again. */
export async function resetCheck({ config, checks, io }: ChecksParts): Promise<number> {
  for (const { name, restart } of checks) {
    if (restart === undefined) throw new ActionNeeded(`checks reset: the check ${name} has no restart.`, EXIT.usage)
    const words = restartWords(restart)
    const wasKnown = await forgetRestarts(restartPlaces(config), words)
    io.stdout.write(
      wasKnown
        ? `${name}: ${words} may be restarted again; while it is down, that is asked for within 15 minutes.\n`
        : `${name}: ${words} was not restarted.\n`,
    )
  }
  return EXIT.ok
}
