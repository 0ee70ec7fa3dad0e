import { COMMANDS } from '../../agent/commands/every-command.ts'
import { EXAMPLE_HEAD } from '../../agent/config/example.ts'
import { OPTIONS } from '../../agent/config/options.ts'
import { APP_SPOOR_NAMES, PLUGIN_USER, PROGRAM, USER, WATCH_USER } from '../../agent/program.ts'
import { SOURCES } from '../../agent/sources/sources.ts'
import { exampleAccessLog } from '../documents/example-access-log.ts'
import { AGENT_UNITS } from './agent-units.ts'
import type { BuiltProgram } from './built-program.ts'

const FOLLOWERS = SOURCES.filter(({ section }) => section === 'followers').map(({ name }) => name)

/** spoor-agent. */
export const AGENT: BuiltProgram = {
  name: PROGRAM.name,
  otherNames: Object.keys(APP_SPOOR_NAMES),
  entry: 'agent/main.ts',
  folder: 'agent',
  commands: COMMANDS,
  summary: 'reports logins and mail forwards of a cPanel server',
  description:
    'spoor-agent follows the logs of a cPanel server, notices logins and forwards of mailboxes, stores them safely on disk and reports them to a Spoor API.',
  page: {
    purpose: 'follow the logs of a cPanel server and report logins and forwards',
    description:
      'Follows the logs of a cPanel server, stores on disk what matters for its mailboxes, and reports it to a Spoor API. As services, collect and transmit do one half each, and watch runs checks where there are some; systemctl starts, stops and restarts all as spoor-agent.target.',
    section: '1',
    pages: ['spoor.yml', 'spoor-drivers'],
    exitCodes: 'docs/commands.md',
    files: [
      ['/etc/spoor/spoor.yml', 'The configuration, spoor.yml(5).'],
      ['/etc/spoor/conf.d/*.yml', 'Further files, which override that one.'],
      ['/etc/spoor/drivers.d/*.yml', 'Own drivers; /usr/share/spoor-agent/drivers.d has some to enable.'],
      ['/etc/spoor/private', 'Secrets; only the transmitter can read what is in it.'],
      ['/var/lib/spoor', 'The spool: reports, sent and unsent, and how far each log was read.'],
      ['/var/lib/spoor-reports', 'What mail reports remember, and their mails on the way.'],
      ['/var/lib/spoor-watch', 'What the watcher knows of checks.'],
      ['/var/lib/spoor-restart', 'Which services were restarted for checks, and when.'],
      ['/run/spoor-survey', 'What root tells the watcher of exim, hidden disks and dnf.'],
      ['/run/spoor', 'What spoor-agent status shows.'],
      ['/usr/share/doc/spoor-agent', 'The documentation.'],
    ],
  },
  config: {
    path: 'etc/spoor/spoor.yml',
    options: OPTIONS,
    document: 'docs/configuration.md',
    head: EXAMPLE_HEAD,
    description: [
      'A file in YAML that belongs to root or the user spoor, and that nobody else can write, nor read but its group. spoor-agent check names everything that is wrong with it.',
      `LOG is one of ${FOLLOWERS.join(', ')}; N counts the items of a list from 0.`,
    ],
  },
  user: { name: USER, title: 'Spoor agent', home: '/var/lib/spoor' },
  furtherUsers: [
    { name: WATCH_USER, title: 'Spoor agent checks', home: '/var/lib/spoor-watch' },
    { name: PLUGIN_USER, title: 'Spoor agent plugins', home: '/nonexistent' },
  ],
  folders: [
    { path: 'etc/spoor', mode: 0o750, owner: ['root', USER] },
    { path: 'etc/spoor/conf.d', mode: 0o750, owner: ['root', USER] },
    { path: 'etc/spoor/drivers.d', mode: 0o750, owner: ['root', USER] },
    { path: 'etc/spoor/private', mode: 0o750, owner: ['root', USER] },
    // App::Spoor's, too: until its transmitter is stopped, a boot must not take it from root.
    { path: 'var/lib/spoor', mode: 0o700, owner: [USER, USER], isMadeByUnits: true },
    { path: 'var/lib/spoor-inbox', mode: 0o755, owner: ['root', 'root'] },
    // The collector is in the group of the inbox, which everything in it gets.
    { path: 'var/lib/spoor-inbox/backstop', mode: 0o2770, owner: ['root', USER] },
    { path: 'var/lib/spoor-inbox/files', mode: 0o2770, owner: ['root', USER] },
    { path: 'var/lib/spoor-inbox/watch', mode: 0o2770, owner: [WATCH_USER, USER] },
    { path: 'var/lib/spoor-inbox/restart', mode: 0o2770, owner: ['root', USER] },
    // The watcher is in its group, and reads what was restarted.
    { path: 'var/lib/spoor-restart', mode: 0o2750, owner: ['root', USER] },
    { path: 'run/spoor', mode: 0o700, owner: [USER, USER] },
    // The agent's user reads what status shows.
    { path: 'run/spoor-watch', mode: 0o750, owner: [WATCH_USER, USER] },
    // As well as what root tells it.
    { path: 'run/spoor-survey', mode: 0o750, owner: ['root', USER] },
    // The socket in it is the watcher's.
    { path: 'run/spoor-plugins', mode: 0o755, owner: ['root', 'root'] },
    { path: 'run/spoor-hook', mode: 0o700, owner: ['root', 'root'] },
  ],
  unitFolders: ['var/lib/spoor-backstop', 'var/lib/spoor-reports', 'var/lib/spoor-watch'],
  units: AGENT_UNITS,
  scripts: ['usr/lib/spoor-agent/cpanel-hook'],
  shared: ['usr/share/spoor-agent/drivers.d/modsec.yml'],
  documents: [
    'README.md',
    'ARCHITECTURE.md',
    'SECURITY.md',
    'CHANGELOG.md',
    'docs/*.*',
    'docs/modules/*',
    'packaging/monitoring/spoor-agent.*',
    'packaging/ansible/**/*.*',
    'packaging/cloud-init/*.*',
  ],
  examples: { 'access.log': exampleAccessLog },
}
