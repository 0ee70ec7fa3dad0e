import type { Command } from '../../lib/command-line/command.ts'
import { LIST_OPTIONS, printList } from './api-list.ts'

/** Prints what App::Spoor's `spoor_report_list` printed. */
export const reports: Command = {
  usage: 'reports',
  summary: 'List the reports that the API has from this host, as CSV.',
  options: LIST_OPTIONS,
  examples: ['reports --last 20', 'reports', 'reports --json'],
  run: (_args, options, io) => printList({ name: 'reports', path: ({ reports }) => reports, columns: [] }, options, io),
}
