import { chosenAction } from '../../lib/command-line/chosen-action.ts'
import type { Command } from '../../lib/command-line/command.ts'
import { journal } from '../../lib/notice/journal.ts'
import { PROGRAM } from '../program.ts'
import { CONFIG_OPTION } from './config-option.ts'
import type { MailReportAction } from './mail-report/action.ts'
import { dropMails } from './mail-report/drop.ts'
import { generateReports } from './mail-report/generate.ts'
import { listReports } from './mail-report/list.ts'
import { runReports } from './mail-report/run.ts'

const ACTIONS: Readonly<Record<string, MailReportAction>> = {
  run: runReports,
  list: listReports,
  drop: dropMails,
  generate: generateReports,
}

/** Reports by mail about this host. */
export const mailReport: Command = {
  usage: 'mail-report <action> [report]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'Make reports about this host and mail them; list them, drop mails that nobody takes, or set reports up.',
  options: [
    CONFIG_OPTION,
    { flags: '--state <folder>', text: 'What reports remember is there; default: /var/lib/spoor-reports.' },
    { flags: '--due', text: 'run: every report whose time has come, and mails that wait; the timer calls this.' },
    { flags: '--dry-run', text: 'run: print the mails, in clear; send nothing, and move no position.' },
    { flags: '--debug', text: 'run: with --dry-run, say what each section came to.' },
    { flags: '--yes', text: 'drop: do it; otherwise only print what would be dropped.' },
    { flags: '--json', text: 'list: one JSON object a line.' },
  ],
  examples: [
    'mail-report run morning',
    'mail-report run morning --dry-run --debug',
    'mail-report run --due',
    'mail-report list',
    'mail-report drop morning --yes',
    'mail-report generate > /etc/spoor/conf.d/reports.yml',
  ],
  run: async ([name = '', ...names], options, io) => {
    const action = chosenAction(PROGRAM.name, 'mail-report', ACTIONS, name, options)
    return action.run({ names, options, io, tell: journal(io.stderr) })
  },
}
