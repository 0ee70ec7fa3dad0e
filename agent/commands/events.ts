import type { Command } from '../../lib/command-line/command.ts'
import { SEVERITIES } from '../../lib/event/severity.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { loadConfig } from '../config/load.ts'
import { GROUPINGS } from '../events/table.ts'
import type { ApiList } from './api-list.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

const EVENTS: ApiList = {
  name: 'mailbox_events',
  path: ({ events }) => events,
  columns: [{ title: 'ip', of: (row) => row.ip_actor?.ip_address || row.ip }],
}

/** What also works with the API's list, which is CSV by itself. */
const OF_BOTH: ReadonlySet<string> = new Set(['config', 'last', 'json', 'csv'])

/**
 * Prints what App::Spoor's `spoor_mailbox_event_list` printed, or the events in the spool: those that this server
 * noticed, whether an API knows them or not.
 */
export const events: Command = {
  usage: 'events',
  summary: "Show the events in this server's spool, or list those that the API derived from its reports, as CSV.",
  options: [
    CONFIG_OPTION,
    { flags: '--local', text: 'Show the events in the spool, as a table; the default if no Spoor API is configured.' },
    { flags: '--mailbox <name>', text: '--local: only of this mailbox or account; a * stands for any characters.' },
    { flags: '--account <name>', text: '--local: only of this account of cPanel, its domains and their mailboxes.' },
    { flags: '--ip <address>', text: '--local: only from this address or network: 192.0.2.0/24, 2001:db8::/64.' },
    { flags: '--kind <kinds>', text: '--local: only of these kinds: login_failed, forward_*, or several with commas.' },
    {
      flags: '--severity <min>',
      text: '--local: only of this severity and above.',
      values: [...SEVERITIES],
    },
    {
      flags: '--since <time>',
      text: '--local: only from this time on: 2026-11-01, 2026-11-01T08:30, yesterday, 08:30, 7d, "2 hours ago".',
    },
    { flags: '--until <time>', text: '--local: only before this time; a date alone includes that whole day.' },
    {
      flags: '--last <number>',
      text: 'Only the newest, this many; of the list of the API the newest first, with --local the newest last.',
    },
    {
      flags: '--id <id>',
      text: '--local: show this event alone, with all its fields, and the events that are its parts.',
    },
    { flags: '--by <key>', text: '--local: group the table by mailbox or ip.', values: [...GROUPINGS] },
    { flags: '--wide', text: '--local: show also ids, reports and all other fields in the table.' },
    { flags: '--csv', text: "Print CSV, which is also how the API's list is printed." },
    { flags: '--json', text: 'Print JSON: what the API answered, or with --local one object per line.' },
  ],
  examples: [
    'events --local --last 20',
    'events --local --severity high --since 24h',
    'events --local --mailbox anna@example.com --wide',
    'events --local --ip 192.0.2.0/24 --by mailbox',
    'events --local --id Zk1XbdT2o5y8q0wWc3Jm9A',
    'events --last 20',
    'events --json',
  ],
  run: async (_args, options, io) => {
    const file = configFile(options)
    const { config } = await loadConfig(file)
    if (options['local'] === true || config.transmission === undefined)
      return (await import('./events/local.ts')).printLocal(config, options, io)
    const surplus = Object.keys(options).find((option) => !OF_BOTH.has(option))
    if (surplus !== undefined)
      throw new ActionNeeded(`events: --${surplus} is for the events in the spool; add --local`, EXIT.usage)
    return (await import('./api-list.ts')).printList(EVENTS, options, io)
  },
}
