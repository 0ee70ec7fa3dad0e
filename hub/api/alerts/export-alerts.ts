import type { ShownAlert } from '../../contract/alert-contract.ts'
import { foundAlerts } from '../../store/ask/found-alerts.ts'
import { isoTime } from '../export-text.ts'
import type { ExportedList } from '../list-export.ts'
import { showAlert } from './alert-shape.ts'
import { WHICH_ALERTS } from './alerts.ts'

const PAGE = 200

/** Messages with their receipts; in CSV those are one cell. */
export const ALERTS_EXPORT: ExportedList<typeof WHICH_ALERTS, ShownAlert, number> = {
  name: 'alerts',
  summary: 'All messages that fit, each with its receipts, the newest first.',
  parameters: WHICH_ALERTS,
  columns: ['id', 'made', 'rule', 'reason', 'subject', 'incidents', 'incident_count', 'receipts'],
  cells: ({ id, made, rule, reason, subject, incidents, incident_count: count, receipts }) => [
    String(id),
    isoTime(made),
    rule,
    reason,
    subject,
    incidents.join(' '),
    String(count),
    receipts.map(({ channel, recipient, words }) => `${channel}, ${recipient}: ${words}`).join('; '),
  ],
  page:
    (asked, { store }) =>
    async (before) => {
      const found = await store.ask(foundAlerts, { ...asked, limit: PAGE, ...(before === null ? {} : { before }) })
      return { rows: found.map(showAlert), end: found.length < PAGE ? null : (found.at(-1)?.alert.id ?? null) }
    },
}
