import type { Command, Options } from '../../lib/command-line/command.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { EXIT } from '../../lib/system/errors.ts'
import { counted } from '../../lib/terminal/count.ts'
import { localZone } from '../../lib/time/local-zone.ts'
import { periodOf } from '../../lib/time/period.ts'
import { sourceNotices } from '../follow/notices.ts'
import { Screen } from '../replay/screen.ts'
import { LogLines } from './log-lines.ts'
import { countedBandwidth } from './mail/counted-bandwidth.ts'
import { countedMail } from './mail/counted-mail.ts'
import { limitsReached } from './mail/limits-reached.ts'
import { MAIL_GROUPINGS, mailRequestOf } from './mail/mail-request.ts'
import type { MailScene } from './mail/mail-scene.ts'
import { type Numbers, leftOutOf, numbersLines, topOf } from './mail/printed-numbers.ts'
import { queuedMail } from './mail/queued-mail.ts'
import { recentLogins } from './mail/recent-logins.ts'
import { printLines } from './printed-lines.ts'

/** `spoor-agent mail`: who sent how much mail, who used how much bandwidth, and from where people logged in lately. */
export const mail: Command = {
  usage: 'mail [...files]',
  summary: 'Count the mail in the log of Exim: who sent how much to how many, and what became of it.',
  options: [
    { flags: '--by <key>', text: 'Whose mail, or when; default: day.', values: [...MAIL_GROUPINGS] },
    {
      flags: '--since <time>',
      text: 'Only what logs say from this time on: 2026-11-01, 2026-11-01T08:30, yesterday, 08:30, 7d, "2 hours ago".',
    },
    { flags: '--top <number>', text: 'Only the first rows, this many; default: 20 in a table, else all.' },
    { flags: '--bandwidth', text: 'Count bytes by account instead: of web sites, IMAP, POP3, mail and FTP.' },
    { flags: '--recent', text: 'List the addresses of logins to IMAP and POP3 in the last half hour instead.' },
    {
      flags: '--limits',
      text: 'List who reached a limit of cPanel instead: max emails, or max defers and failures per hour.',
    },
    { flags: '--queue', text: "Count the messages in Exim's queue instead, by when they arrived or --by whom." },
    { flags: '--csv', text: 'Print all numbers as CSV.' },
    { flags: '--json', text: 'Print all numbers as one JSON object per line.' },
  ],
  examples: [
    'mail --since 7d',
    'mail --by mailbox --since 24h --top 5',
    'mail /var/log/exim_mainlog-20261122.gz --by script',
    'mail --bandwidth --since 2026-11-01 --csv',
    'mail --recent',
    'mail --limits --since yesterday',
    'mail --queue --by sender',
  ],
  run: async (files, options, io) => {
    const { name: zone, unknown } = localZone()
    const now = Math.floor(systemClock.now() / 1000)
    const request = mailRequestOf(options)
    const { since } = periodOf({ since: sinceIn(options), until: undefined }, { now, zone })
    const screen = new Screen(io.stderr)
    if (unknown !== undefined) screen.say(sourceNotices.zoneUnknown(unknown).text)
    const lines = new LogLines(io, screen, 'mail')
    const { form, top } = request
    const all = await numbersOf({ request, files, since, zone, now, screen, lines, signal: io.signal })
    const numbers = top === undefined ? all : topOf(all, top)
    const code = await printLines(numbersLines(numbers, form, io.stdout, top), io)
    const leftOut = form === 'table' && top === undefined ? leftOutOf(numbers) : 0
    if (leftOut > 0) screen.say(`Not shown: ${counted(leftOut, 'row')}; --csv and --json print all.`)
    return lines.problems > 0 || io.signal.aborted ? EXIT.failed : code
  },
}

function sinceIn({ since }: Options): string | undefined {
  return typeof since === 'string' ? since : undefined
}

async function numbersOf(scene: MailScene): Promise<Numbers> {
  switch (scene.request.subject) {
    case 'mail':
      return countedMail(scene)
    case 'bandwidth':
      return countedBandwidth(scene)
    case 'recent':
      return recentLogins(scene)
    case 'limits':
      return limitsReached(scene)
    case 'queue':
      return queuedMail(scene)
  }
}
