import type { Command } from '../../lib/command-line/command.ts'
import { LIST_OPTIONS, printList } from './api-list.ts'

/** What `spoor_report_list` of App::Spoor printed. */
export const reports: Command = {
  usage: 'reports',
  summary: 'List the reports that the API has of this host, as CSV.',
  options: LIST_OPTIONS,
  examples: ['reports', 'reports --json'],
  run: (_args, options, io) => printList({ name: 'reports', path: ({ reports }) => reports, columns: [] }, options, io),
}
