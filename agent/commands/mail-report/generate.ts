import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { generatedReports } from '../../mail-reports/generate.ts'
import type { MailReportAction } from './action.ts'

/** Prints a configuration of reports that fits this host. */
export const generateReports: MailReportAction = {
  usage: 'generate',
  summary: 'Print a commented configuration of reports for this host.',
  options: [],
  run: async ({ names, io: { stdout } }) => {
    if (names.length > 0) throw new ActionNeeded('mail-report generate: it takes no name', EXIT.usage)
    stdout.write(generatedReports('/'))
    return EXIT.ok
  },
}
