import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { dropReport, holdingsOf } from '../../spool/upkeep/by-hand.ts'
import { type SpoolAction, wantedReport } from './action.ts'

/** Removes one report that waits or failed, for good. */
export const drop: SpoolAction = {
  usage: 'drop <report>',
  summary: 'Remove a report that waits or was refused, for good.',
  options: ['--config', '--yes'],
  takesReport: true,
  run: async (parts) => {
    const stored = await wantedReport(parts)
    const { state, name, stats, report, problem } = stored
    if (state === 'transmitted') throw new ActionNeeded(`${name}: it was sent; there is nothing to drop.`)
    if (state === 'dropped' && report === undefined) throw new ActionNeeded(`${name}: it was dropped already.`)
    if (stats === undefined) throw new ActionNeeded(`${name}: ${problem}; it is left alone, remove it as root.`)
    const held = plainText(holdingsOf(stored))
    if (parts.options['yes'] !== true) {
      throw new ActionNeeded(`${name} (${state}) would be gone for good, with ${held}; if so, add --yes.`, EXIT.usage)
    }
    if (!(await dropReport(parts, stored))) throw new ActionNeeded(`${name}: it is not there any more; was it sent?`)
    return EXIT.ok
  },
}
