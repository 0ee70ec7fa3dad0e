import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { duration, oneOrList, path, size, text, truth } from '../../../lib/settings/value.ts'

const HOUR = 3_600_000

/** The name of an account. */
const user = v.pipe(text, v.regex(/^[a-z_][a-z\d_.-]{0,31}$/i, 'is not the name of an account'))

/** A program by its path, and its arguments; no shell reads them. */
const exec = v.pipe(
  v.array(
    v.pipe(v.string(), v.maxLength(4096, 'is longer than 4,096 characters')),
    'is not a list; write [/path/of/program, argument]',
  ),
  v.minLength(1, 'is an empty list'),
  v.maxLength(64, 'holds more than 64 items'),
  v.check(([program = '']) => program.startsWith('/'), 'does not begin with the absolute path of a program'),
  v.transform(([program = '', ...args]): readonly [string, ...string[]] => [program, ...args]),
)

/** The most bytes of one part of a mail. */
const most = v.pipe(size, v.maxValue(64 * 1024 ** 2, 'is more than 64MiB'))

const timeout = v.pipe(duration, v.maxValue(HOUR, 'is longer than an hour'))

/** Rules over lines, as written: what reads them would have to be loaded by all that read the configuration. */
const conditions = v.pipe(
  v.unknown(),
  v.transform((written): readonly unknown[] => (Array.isArray(written) ? written : [written])),
)

/** The programs that sections call modules. */
export const moduleEntries = {
  exec: v.pipe(
    exec,
    v.description('The program and its arguments, as a list; no shell reads them.'),
    v.metadata({ example: '[/usr/local/lib/spoor/disk]' }),
  ),
  user: v.pipe(
    v.optional(user, 'nobody'),
    v.description('The account that it runs as.'),
    v.metadata({ example: 'nobody' }),
  ),
  timeout: v.pipe(v.optional(timeout, '60s'), v.description('How long it may take.')),
}

const unusual = section({
  log: v.pipe(path, v.description('The log.'), v.metadata({ example: '/var/log/syslog' })),
  rules: v.pipe(
    v.optional(oneOrList(path)),
    v.description('Files or folders with rules for ignore, as logcheck has them or in YAML.'),
    v.metadata({ example: '/etc/logcheck/ignore.d.server' }),
  ),
  ignore: v.pipe(
    v.optional(conditions),
    v.description('Lines that are not told: a rule or a list of rules, of which one must fit.'),
    v.metadata({ plain: true, example: "['sshd[@int]: Accepted publickey for @word from @ip @rest']" }),
  ),
  filter: v.pipe(
    v.optional(conditions),
    v.description('If it is there, only lines are told that one of these rules fits.'),
    v.metadata({ plain: true, example: "['=~ /sshd/']" }),
  ),
  trim: v.pipe(
    v.optional(truth, 'false'),
    v.description('Whether blanks at the ends of a line are no part of it.'),
    v.metadata({ example: 'true' }),
  ),
  start: v.pipe(
    v.optional(v.picklist(['end', 'beginning'], 'is neither end nor beginning'), 'end'),
    v.description('Where in the log the first report begins.'),
    v.metadata({ example: 'beginning' }),
  ),
  most: v.pipe(
    v.optional(
      v.pipe(text, v.regex(/^(?:[1-9]\d?|[1-4]\d\d|500)$/, 'is not a number from 1 to 500'), v.transform(Number)),
      '100',
    ),
    v.description('How many groups of such lines are told; all others are counted.'),
  ),
})

const command = section({
  exec: v.pipe(
    exec,
    v.description("The program and its arguments, as a list; for a shell write [/bin/sh, -c, '...']."),
    v.metadata({ example: '[/usr/bin/df, -h]' }),
  ),
  user: v.pipe(
    v.optional(user, 'nobody'),
    v.description('The account that it runs as.'),
    v.metadata({ example: 'root' }),
  ),
  timeout: v.pipe(
    v.optional(timeout, '60s'),
    v.description('How long it may take; then it is ended, with all that it started.'),
  ),
  report: v.pipe(
    v.optional(v.picklist(['always', 'changed', 'failed'], 'is none of always, changed, failed'), 'always'),
    v.description('When its output is told: always, changed (since the last report) or failed.'),
    v.metadata({ example: 'changed' }),
  ),
  most: v.pipe(v.optional(most, '256KiB'), v.description('How much of its output is told.')),
  nagios: v.pipe(
    v.optional(truth, 'false'),
    v.description('Whether it ends as Nagios plugins do: 0 OK, 1 warning, 2 critical, 3 unknown.'),
    v.metadata({ example: 'true' }),
  ),
})

const files = section({
  trees: v.pipe(
    oneOrList(path),
    v.description('The folders whose files are listed with their digests, or a single one.'),
    v.metadata({ example: '[/etc, /usr]' }),
  ),
  exclude: v.pipe(
    v.optional(oneOrList(text)),
    v.description('What is left out: paths and patterns, as spoor-agent files takes them.'),
    v.metadata({ example: "[/etc/mtab, '*.log']" }),
  ),
  format: v.pipe(
    v.optional(v.picklist(['sha256sum', 'maillog'], 'is neither sha256sum nor maillog'), 'sha256sum'),
    v.description('How the list is written: sha256sum, or maillog for that of MailLog.'),
    v.metadata({ example: 'maillog' }),
  ),
  report: v.pipe(
    v.optional(v.picklist(['list', 'changes'], 'is neither list nor changes'), 'list'),
    v.description('What is told: list (the whole list, with what changed before it) or changes alone.'),
    v.metadata({ example: 'changes' }),
  ),
})

/** What a section tells, by type: each has one of these keys. */
export const sectionTypes = {
  unusual: v.optional(unusual),
  command: v.optional(command),
  files: v.optional(files),
  statistics: v.optional(section({})),
  module: v.pipe(
    v.optional(text),
    v.description('What a program of report_modules says, by its name there.'),
    v.metadata({ example: 'disk' }),
  ),
  directives: v.pipe(
    v.optional(v.unknown()),
    v.description('What the module is told, of any shape.'),
    v.metadata({ plain: true, example: '{ warn: 90 }' }),
  ),
}
