import { existsSync } from 'node:fs'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { localTime } from '../../../lib/time/local-time.ts'
import { MailOutbox } from '../../mail-reports/outbox/mail-outbox.ts'
import { placesOf } from '../../mail-reports/places.ts'
import { lockReport } from '../../mail-reports/report-lock.ts'
import { knownReports, type MailReportAction, reportNamed } from './action.ts'

/** Drops the mails of a report that not everybody has. */
export const dropMails: MailReportAction = {
  usage: 'drop <report>',
  summary: 'Drop the mails of a report that wait or are refused; what they told is told to nobody.',
  options: ['--config', '--state', '--yes'],
  run: async ({ names, options, io: { stdout } }) => {
    const [name, ...others] = names
    if (name === undefined || others.length > 0) throw new ActionNeeded('mail-report drop: name one report', EXIT.usage)
    const { config, state } = await knownReports(options)
    const places = placesOf(state, reportNamed(config, name).name)
    if (!existsSync(places.outbox)) {
      stdout.write('No mail waits.\n')
      return EXIT.ok
    }
    const lock = await lockReport(places, name)
    try {
      const outbox = new MailOutbox(places)
      await outbox.settle()
      const runs = await outbox.runs()
      for (const each of runs) {
        const people = each.run.letters.flatMap(({ waiting, refused }) => [
          ...waiting,
          ...refused.map((one) => one.recipient),
        ])
        stdout.write(`${localTime(each.run.made)}, for ${plainText(people.join(', '))}\n`)
        if (options['yes'] === true) await outbox.keep({ ...each, run: { ...each.run, letters: [] } })
      }
      const what = counted(runs.length, 'report')
      stdout.write(options['yes'] === true ? `Dropped: ${what}.\n` : `Would be dropped with --yes: ${what}.\n`)
      return EXIT.ok
    } finally {
      await lock.release()
    }
  },
}
