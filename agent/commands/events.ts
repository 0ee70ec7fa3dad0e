import type { Command } from '../../lib/command-line/command.ts'
import { type ApiList, LIST_OPTIONS, printList } from './api-list.ts'

const EVENTS: ApiList = {
  name: 'mailbox_events',
  path: ({ events }) => events,
  columns: [{ title: 'ip', of: (row) => row.ip_actor?.ip_address || row.ip }],
}

/** What `spoor_mailbox_event_list` of App::Spoor printed. */
export const events: Command = {
  usage: 'events',
  summary: 'List the mailbox events that the API made of the reports of this host, as CSV.',
  options: LIST_OPTIONS,
  examples: ['events', 'events --json'],
  run: (_args, options, io) => printList(EVENTS, options, io),
}
