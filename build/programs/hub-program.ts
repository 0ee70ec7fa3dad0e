import { HUB_COMMANDS } from '../../hub/commands/every-command.ts'
import { HUB_SCHEMA } from '../../hub/config/schema.ts'
import { HUB_USER as USER, PROGRAM } from '../../hub/program.ts'
import { optionsOf } from '../../lib/settings/option.ts'
import type { BuiltProgram } from './built-program.ts'

const UNIT = 'spoor-hub.service'

/** spoor-hub. */
export const HUB: BuiltProgram = {
  name: PROGRAM.name,
  otherNames: [],
  entry: 'hub/main.ts',
  folder: 'hub',
  commands: HUB_COMMANDS,
  summary: 'receives what spoor-agent reports, keeps it and alerts',
  description:
    'spoor-hub receives the reports of one spoor-agent or of thousands, keeps them in a store of its own or in PostgreSQL, finds the mailboxes that are taken over, and alerts.',
  page: {
    purpose: 'receive what agents report, keep it and alert',
    description:
      'Receives the reports of one spoor-agent or of thousands, keeps them in a store of its own or in PostgreSQL, finds the mailboxes that are taken over, and alerts. The service is spoor-hub.service; systemctl reload makes it read its configuration again.',
    section: '8',
    pages: ['hub.yml'],
    exitCodes: 'docs/hub/commands.md',
    files: [
      ['/etc/spoor-hub/hub.yml', 'The configuration, hub.yml(5).'],
      ['/etc/spoor-hub/conf.d/*.yml', 'Further files, which override that one.'],
      ['/etc/spoor-hub/private', 'Keys and passwords.'],
      ['/var/lib/spoor-hub', 'The embedded store.'],
      ['/run/spoor-hub', 'Its sockets, while it runs.'],
      ['/usr/share/doc/spoor-hub', 'The documentation.'],
    ],
  },
  config: {
    path: 'etc/spoor-hub/hub.yml',
    options: optionsOf(HUB_SCHEMA),
    document: 'docs/hub/configuration.md',
    head: `# The configuration of spoor-hub. What is commented out shows the default, or an example where there is none.
# As it is, the hub keeps what it is sent on this machine, and only this machine reaches it.
# After a change: spoor-hub check && systemctl reload spoor-hub
`,
    description: [
      'A file in YAML that belongs to root or the user spoor-hub, and that nobody else can write, nor read but its group. spoor-hub check names everything that is wrong with it.',
    ],
  },
  user: { name: USER, title: 'Spoor hub', home: '/var/lib/spoor-hub' },
  furtherUsers: [],
  folders: [
    { path: 'etc/spoor-hub', mode: 0o750, owner: ['root', USER] },
    { path: 'etc/spoor-hub/conf.d', mode: 0o750, owner: ['root', USER] },
    { path: 'etc/spoor-hub/private', mode: 0o750, owner: ['root', USER] },
    { path: 'var/lib/spoor-hub', mode: 0o700, owner: [USER, USER] },
  ],
  unitFolders: [],
  units: { files: [UNIT], wanted: UNIT, started: [UNIT], starters: [] },
  scripts: [],
  shared: [],
  documents: [
    'README.md',
    'SECURITY.md',
    'CHANGELOG.md',
    'docs/events.*',
    'docs/hub/*',
    'packaging/monitoring/spoor-hub.*',
  ],
  examples: {},
}
