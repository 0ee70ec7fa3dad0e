import type { ShownIncident } from '../../contract/incident-contract.ts'
import { foundIncidents, type IncidentPlace } from '../../store/ask/found-incidents.ts'
import { isoTime } from '../export-text.ts'
import type { ExportedList } from '../list-export.ts'
import { showIncident } from './incident-shape.ts'
import { incidentFilter, WHICH_INCIDENTS } from './which-incidents.ts'

const PAGE = 200

const COLUMNS = [
  'id',
  'kind',
  'severity',
  'state',
  'subject_type',
  'subject',
  'sentence',
  'opened',
  'first_step',
  'last_step',
  'updated',
  'closed',
  'closed_by',
  'reason',
  'assessment',
  'assignee',
  'hosts',
  'mailboxes',
  'addresses',
  'successes',
  'steps',
] as const satisfies readonly (keyof ShownIncident)[]

/** In the order of their numbers, so that what changes meanwhile comes once all the same. */
export const INCIDENTS_EXPORT: ExportedList<typeof WHICH_INCIDENTS, ShownIncident, IncidentPlace> = {
  name: 'incidents',
  summary: 'All incidents that fit, the newest first.',
  parameters: WHICH_INCIDENTS,
  columns: COLUMNS,
  cells: (incident) => {
    const { opened, first_step, last_step, updated, closed } = incident
    const [times, end] = [{ opened, first_step, last_step, updated }, closed === null ? '' : isoTime(closed)]
    const told = Object.entries(times).map(([name, time]) => [name, isoTime(time)])
    const cells = { ...incident, ...Object.fromEntries(told), closed: end }
    return COLUMNS.map((column) => String(cells[column] ?? ''))
  },
  page: (asked, { store }) => {
    const wanted = incidentFilter({ store }, asked)
    return async (before) => {
      const filter = { ...(await wanted), order: 'opened', limit: PAGE } as const
      const found = await store.ask(foundIncidents, before === null ? filter : { ...filter, before })
      const last = found.length < PAGE ? undefined : found.at(-1)
      return { rows: found.map(showIncident), end: last === undefined ? null : { rank: last.updated, id: last.id } }
    }
  },
}
