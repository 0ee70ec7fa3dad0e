import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { furtherReceivers } from '../../config/receivers/destinations.ts'
import { needsOfAny } from '../../spool/cursor/backlog.ts'
import { sequenceOf } from '../../spool/reports/report-name.ts'
import { dropReport, holdingsOf } from '../../spool/upkeep/by-hand.ts'
import { type SpoolAction, type SpoolParts, wantedReport } from './action.ts'

/** Removes one waiting or failed report for good. */
export const drop: SpoolAction = {
  usage: 'drop <report>',
  summary: 'Remove a waiting or refused report, for good and for all receivers.',
  options: ['--config', '--yes'],
  takesReport: true,
  run: async (parts) => {
    const stored = await wantedReport(parts)
    const { state, name, stats, report, problem } = stored
    if (state === 'transmitted' && !(await isWaitedFor(parts, name)))
      throw new ActionNeeded(`${name}: it was sent; there is nothing to drop.`)
    if (state === 'dropped' && report === undefined) throw new ActionNeeded(`${name}: it is already dropped.`)
    if (stats === undefined) throw new ActionNeeded(`${name}: ${problem}; it is left alone, remove it as root.`)
    const held = plainText(holdingsOf(stored))
    if (parts.options['yes'] !== true) {
      throw new ActionNeeded(
        `${name} (${state}) would be removed for good, with ${held}; to do so, add --yes.`,
        EXIT.usage,
      )
    }
    if (!(await dropReport(parts, stored))) throw new ActionNeeded(`${name}: it no longer exists; was it sent?`)
    return EXIT.ok
  },
}

/** Whether a receiver other than the API still waits for a report. */
async function isWaitedFor({ config, folders }: SpoolParts, name: string): Promise<boolean> {
  const needs = await needsOfAny(folders, furtherReceivers(config))
  return needs(sequenceOf(name) ?? 0)
}
