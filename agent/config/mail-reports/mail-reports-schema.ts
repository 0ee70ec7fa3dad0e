import * as v from 'valibot'
import type { SectionWords } from '../../../lib/notify/channel-keys.ts'
import { mailAddress, mailSection, pinnedKeys } from '../../../lib/notify/mail/mail-section.ts'
import { section } from '../../../lib/settings/section.ts'
import { hostName, oneOrList, text, truth } from '../../../lib/settings/value.ts'
import type { ReportPace } from './mail-report-config.ts'
import { moduleEntries, sectionTypes } from './sections-schema.ts'
import { WEEKDAYS } from './weekdays.ts'

const WORDS: SectionWords = { whoSends: 'the report', folder: '/etc/spoor' }

const pace = v.pipe(
  text,
  v.regex(
    /^(?:hourly|(?:daily|weekly on (?:sun|mon|tues|wednes|thurs|fri|satur)day) at (?:[01]\d|2[0-3]):[0-5]\d)$/,
    'is none of hourly, daily at HH:MM, weekly on monday at HH:MM',
  ),
  v.transform((written): ReportPace => {
    if (written === 'hourly') return written
    const [hour = 0, minute = 0] = written.slice(-5).split(':').map(Number)
    const weekday = WEEKDAYS.findIndex((day) => written.startsWith(`weekly on ${day}`))
    return { hour, minute, ...(weekday >= 0 && { weekday }) }
  }),
)

const name = v.pipe(
  text,
  v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a name (a letter, then up to 31 of a-z 0-9 -)'),
  v.description('Its name: a letter, then up to 31 of a-z 0-9 -.'),
)

const subject = v.optional(v.pipe(text, v.maxLength(200, 'is longer than 200 characters')))

const oneSection = v.pipe(
  section({
    ...sectionTypes,
    mime_file: v.pipe(
      v.optional(
        v.pipe(text, v.regex(/^[\w][\w.-]{0,63}$/, 'is not the name of a file (up to 64 of A-Z a-z 0-9 _ . -)')),
      ),
      v.description('What its part of the mail is called, as a file.'),
      v.metadata({ example: 'syslog.txt' }),
    ),
    description: v.pipe(
      v.optional(v.pipe(text, v.maxLength(200, 'is longer than 200 characters'))),
      v.description('What its part of the mail is, in words.'),
      v.metadata({ example: 'What syslog says that nobody knows' }),
    ),
    from: v.pipe(
      v.optional(mailAddress),
      v.description('From whom it comes, in a mail of its own.'),
      v.metadata({ example: 'spoor@example.com' }),
    ),
    to: v.pipe(
      v.optional(v.pipe(oneOrList(mailAddress), v.maxLength(50, 'holds more than 50 addresses'))),
      v.description('To whom it goes, in a mail of its own.'),
      v.metadata({ example: 'security@example.com' }),
    ),
    subject: v.pipe(
      subject,
      v.description('Its subject, in a mail of its own.'),
      v.metadata({ example: 'What syslog says' }),
    ),
    keys: v.pipe(
      v.optional(pinnedKeys),
      v.description('The OpenPGP keys of all who may read it, in a mail of its own.'),
      v.metadata({
        example: `
    - file: /etc/spoor/keys/security.asc
      fingerprint: 0123456789ABCDEF0123456789ABCDEF01234567`,
      }),
    ),
  }),
  v.partialCheck(
    [['unusual'], ['command'], ['files'], ['statistics'], ['module']],
    (given) =>
      [given.unusual, given.command, given.files, given.statistics, given.module].filter((type) => type !== undefined)
        .length === 1,
    'needs one of unusual, command, files, statistics, module, and no other of them',
  ),
)

const report = section({
  name: v.pipe(name, v.metadata({ example: 'morning' })),
  mail: mailSection(WORDS),
  subject: v.pipe(
    subject,
    v.description('Its subject; default: the host and the name of the report.'),
    v.metadata({ example: 'web1 this morning' }),
  ),
  host: v.pipe(
    v.optional(hostName),
    v.description('What this host is called in it; default: its name in reports.'),
    v.metadata({ example: 'web1.example.com' }),
  ),
  every: v.pipe(
    v.optional(pace),
    v.description(
      'When it is made: hourly, daily at HH:MM or weekly on monday at HH:MM; without this only by hand or cron.',
    ),
    v.metadata({ example: 'daily at 07:00' }),
  ),
  empty: v.pipe(
    v.optional(truth, 'false'),
    v.description('Whether it is also sent when no section has anything to tell.'),
    v.metadata({ example: 'true' }),
  ),
  enabled: v.pipe(
    v.optional(truth, 'true'),
    v.description('Whether it is made at its time.'),
    v.metadata({ example: 'false' }),
  ),
  sections: v.pipe(
    v.pipe(v.array(oneSection), v.nonEmpty('is an empty list'), v.maxLength(64, 'holds more than 64 sections')),
    v.description('What it tells, each a part of the mail.'),
    v.metadata({
      example: `
      - unusual: { log: /var/log/syslog }`,
    }),
  ),
})

/** The list `mail_reports`. */
export const mailReportList = v.pipe(
  v.optional(v.array(report), []),
  v.description('Reports by mail about this host, each with a name.'),
  v.metadata({
    example: `
  - name: morning
    mail: { from: spoor@example.com, to: anna@example.com }
    sections:
      - statistics:`,
  }),
)

/** The list `report_modules`: programs of one's own that sections call by name. */
export const reportModules = v.pipe(
  v.optional(v.array(section({ name: v.pipe(name, v.metadata({ example: 'disk' })), ...moduleEntries })), []),
  v.description('Programs of your own that sections of mail_reports name as module.'),
  v.metadata({
    example: `
  - { name: disk, exec: [/usr/local/lib/spoor/disk] }`,
  }),
)
