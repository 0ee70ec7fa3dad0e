import { lstatSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { SOURCES } from '../sources/sources.ts'

/** Logs that most hosts have one of, for the machine as a whole. */
const LOGS = ['/var/log/syslog', '/var/log/messages', '/var/log/auth.log', '/var/log/secure', '/var/log/mail.log']
const FURTHER_LOGS = ['/var/log/maillog', '/var/log/exim_mainlog', '/var/log/exim4/mainlog', '/var/log/cron']

/** Where programs are that everybody runs; the list of a host leaves out links, as /bin often is one. */
const PROGRAMS = ['/bin', '/sbin', '/lib', '/usr/bin', '/usr/sbin', '/usr/lib', '/usr/local/bin', '/usr/local/sbin']

/** Where Debian's logcheck has the rules of servers. */
const LOGCHECK = '/etc/logcheck/ignore.d.server'

/** Commands whose output operators like to have, by program; each stands there commented out. */
const COMMANDS: readonly (readonly [program: string, args: string, what: string])[] = [
  ['/usr/bin/df', ', -h', 'How full the disks are'],
  ['/usr/bin/last', ', -n, "30"', 'Who logged in last'],
  ['/usr/bin/ss', ', -tulpn', 'What listens'],
  ['/usr/sbin/exim', ', -bpc', 'How many mails wait'],
]

/** A commented configuration of mail reports for a host, by what is below a root; it loads as it is. */
export function generatedReports(root: string, host: string = hostname()): string {
  const at = (path: string): string => join(root, path)
  const known = SOURCES.flatMap(({ paths }) => Object.values(paths))
  const logs = [...new Set([...LOGS, ...FURTHER_LOGS, ...known])].filter((path) =>
    statSync(at(path), { throwIfNoEntry: false })?.isFile(),
  )
  const trees = ['/etc', ...PROGRAMS].filter((path) => lstatSync(at(path), { throwIfNoEntry: false })?.isDirectory())
  const hasRules = statSync(at(LOGCHECK), { throwIfNoEntry: false })?.isDirectory() === true
  const commands = COMMANDS.filter(([program]) => statSync(at(program), { throwIfNoEntry: false })?.isFile())
  return [
    ...head(host),
    '    sections:',
    '      # What the agent noticed since the last report, and how it is.',
    '      - statistics: {}',
    ...logs.flatMap((log) => unusual(log, hasRules)),
    ...(trees.length === 0 ? [] : files(trees)),
    ...(commands.length === 0 ? [] : ['', '      # What programs say. The account may be another one, such as root.']),
    ...commands.flatMap(command),
    '',
  ].join('\n')
}

function head(host: string): readonly string[] {
  return [
    `# Mail reports for ${host}. Change from and to, then type: spoor-agent check`,
    '# To see a report that nobody gets: spoor-agent mail-report run morning --dry-run',
    'mail_reports:',
    '  - name: morning',
    '    # hourly, daily at HH:MM, or weekly on monday at HH:MM; without this only by hand or cron.',
    '    every: daily at 07:00',
    '    mail:',
    '      # TO CHANGE: nobody reads these addresses.',
    '      from: spoor@example.com',
    '      to: anna@example.com',
    '      # The mail server; this host itself unless another is named.',
    '      # host: mail.example.com',
    '      # With keys nothing is sent in clear. Each is written by: gpg --armor --export anna@example.com',
    '      # keys:',
    '      #   - file: /etc/spoor/keys/anna.asc',
    '      #     fingerprint: 0123456789ABCDEF0123456789ABCDEF01234567',
    '    # What this host is called in it; default: its name in reports.',
    '    # host: web1.example.com',
    '    # Send it also when nothing is to be told.',
    '    # empty: true',
  ]
}

function unusual(log: string, hasRules: boolean): readonly string[] {
  return [
    '',
    `      # Lines of ${log} that no rule knows. Rules are proposed by: spoor-agent learn ${log}`,
    `      - unusual:`,
    `          log: ${log}`,
    ...(hasRules ? [`          rules: ${LOGCHECK}`] : []),
    "          # ignore: ['sshd[@int]: Accepted publickey for @word from @ip @rest']",
  ]
}

function files(trees: readonly string[]): readonly string[] {
  return [
    '',
    '      # Which configuration and programs changed. With report: list the whole list is mailed, to be kept elsewhere',
    '      # and compared by: spoor-agent files check LIST',
    '      - files:',
    `          trees: [${trees.join(', ')}]`,
    '          exclude: [/etc/mtab]',
    '          report: changes',
  ]
}

function command([program, args, what]: (typeof COMMANDS)[number]): readonly string[] {
  return [`      # - command: { exec: [${program}${args}], user: nobody }`, `      #   description: ${what}`]
}
