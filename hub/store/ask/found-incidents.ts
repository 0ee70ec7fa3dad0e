import type { Kysely, SelectQueryBuilder } from 'kysely'
import { hostNames } from '../host-names.ts'
import type { KeptIncident } from '../incident-tables.ts'
import type { Question } from '../store.ts'
import type { Tables } from '../tables.ts'

/** Where an incident is in a list: the time of its last change decides, or its severity, or its id alone. */
export interface IncidentPlace {
  readonly rank: number
  readonly id: number
}

/** Which incidents, all conditions together. Names in small letters. */
export interface IncidentFilter {
  readonly states?: readonly string[]
  readonly kinds?: readonly string[]
  readonly minSeverity?: number
  readonly subject?: string
  /** What they concern. */
  readonly host?: readonly string[]
  readonly mailbox?: string
  readonly address?: string
  /** The label of a host that they concern. */
  readonly label?: string
  readonly assignee?: string
  readonly isAssigned?: boolean
  /** Something of them happened from the first second on, and before the last. */
  readonly from?: number
  readonly until?: number
  /** Newest first by when they were opened, or by when they changed; or the worst first. */
  readonly order: 'opened' | 'updated' | 'severity'
  readonly before?: IncidentPlace
  readonly limit: number
}

/** The incidents that fit, newest or worst first. */
export const foundIncidents: Question<IncidentFilter, readonly KeptIncident[]> = {
  name: 'found-incidents',
  run: (db, { order, before, limit, ...filter }) => {
    let query = fitting(db, filter).selectAll()
    if (order === 'opened') {
      if (before !== undefined) query = query.where('id', '<', before.id)
      return query.orderBy('id', 'desc').limit(limit).execute()
    }
    if (before !== undefined)
      query = query.where((where) => where(where.refTuple(order, 'id'), '<', where.tuple(before.rank, before.id)))
    return query.orderBy(order, 'desc').orderBy('id', 'desc').limit(limit).execute()
  },
}

type IncidentQuery = SelectQueryBuilder<Tables, 'incident', object>

function fitting(db: Kysely<Tables>, filter: Omit<IncidentFilter, 'order' | 'before' | 'limit'>): IncidentQuery {
  const { states, kinds, minSeverity, subject, assignee, isAssigned, from, until } = filter
  let query: IncidentQuery = db.selectFrom('incident')
  if (states !== undefined) query = query.where('state', 'in', states)
  // Few are live, and an index has only those.
  if (states?.every((state) => state === 'open' || state === 'contained') === true)
    query = query.where('closed', 'is', null)
  if (kinds !== undefined) query = query.where('kind', 'in', kinds)
  if (minSeverity !== undefined) query = query.where('severity', '>=', minSeverity)
  if (subject !== undefined) query = query.where('subject', '=', subject)
  if (assignee !== undefined) query = query.where('assignee', '=', assignee)
  if (isAssigned !== undefined) query = query.where('assignee', isAssigned ? 'is not' : 'is', null)
  if (from !== undefined) query = query.where('last_step', '>=', from)
  if (until !== undefined) query = query.where('first_step', '<', until)
  return concerning(db, query, filter)
}

function concerning(
  db: Kysely<Tables>,
  query: IncidentQuery,
  { host, mailbox, address, label }: Pick<IncidentFilter, 'host' | 'mailbox' | 'address' | 'label'>,
): IncidentQuery {
  let within = query
  const of = (types: readonly string[], names: readonly string[]): void => {
    const concerned = db.selectFrom('incident_subject').select('incident').where('type', 'in', types)
    within = within.where('id', 'in', concerned.where('name', 'in', names))
  }
  if (host !== undefined) of(['host'], host)
  if (mailbox !== undefined) of(['mailbox', 'account'], [mailbox])
  if (address !== undefined) of(['address', 'network'], [address])
  if (label === undefined) return within
  const hosts = hostNames(db)
    .select('name')
    .where('agent', 'in', db.selectFrom('agent').select('id').where('label', '=', label))
  const labelled = db.selectFrom('incident_subject').select('incident').where('type', '=', 'host')
  return within.where('id', 'in', labelled.where('name', 'in', hosts))
}
