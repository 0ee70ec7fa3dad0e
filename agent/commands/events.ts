import type { Command } from '../../lib/command-line/command.ts'
import { type ApiList, LIST_OPTIONS, printList } from './api-list.ts'

const EVENTS: ApiList = {
  name: 'mailbox_events',
  path: ({ events }) => events,
  columns: [{ title: 'ip', of: (row) => row.ip_actor?.ip_address || row.ip }],
}

/** Prints what App::Spoor's `spoor_mailbox_event_list` printed. */
export const events: Command = {
  usage: 'events',
  summary: "List the mailbox events that the API derived from this host's reports, as CSV.",
  options: LIST_OPTIONS,
  examples: ['events', 'events --json'],
  run: (_args, options, io) => printList(EVENTS, options, io),
}
