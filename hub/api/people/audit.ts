import * as v from 'valibot'
import type { AuditAnswer, AuditNoteShown } from '../../contract/access-contract.ts'
import { personName } from '../../people/person-name.ts'
import { mayOversee } from '../../people/rights.ts'
import { auditLog } from '../../store/ask/audit-log.ts'
import { type ApiRoute, apiRoute, jsonRoute } from '../api-route.ts'
import { numberUpTo } from '../event-parameters.ts'
import { seconds } from '../event-shape.ts'
import { asCsv, asLines, EXPORT_TYPES, exportAnswer, isoTime, pagesOf } from '../export-text.ts'
import { StreamPlaces } from '../stream-places.ts'

/** How many rows of an export are read at a time, and how many exports run at the same time. */
const [PAGE, MOST_EXPORTS] = [500, 2]

/** Which notes are wanted. */
const NOTES = {
  about: v.exactOptional(v.pipe(personName, v.description('What this person did, or what was done to it.'))),
  action: v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(/^[a-z_]{1,40}$/, 'is no deed such as login_failed'),
      v.description('Only this deed: login_failed.'),
    ),
  ),
} as const

const pageOfNotes: v.GenericSchema<AuditAnswer> = v.object({
  notes: v.array(
    v.object({
      id: v.number(),
      at: seconds,
      actor: v.pipe(v.string(), v.description('A name, or empty for somebody unknown.')),
      action: v.string(),
      target: v.string(),
      address: v.pipe(v.string(), v.description('The IP address; empty on the command line.')),
      detail: v.string(),
    }),
  ),
  next: v.nullable(v.number()),
})

/** `GET /api/v1/audit`. */
export const auditRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/audit',
    right: mayOversee,
    summary: 'Who signed in, failed to, and changed what, the newest first.',
    parameters: {
      ...NOTES,
      before: v.exactOptional(numberUpTo(Number.MAX_SAFE_INTEGER, 'The value of next from the page before.')),
      limit: v.optional(numberUpTo(1000, 'How many at most.'), '100'),
    },
    answer: pageOfNotes,
  },
  async (asked, { store }) => {
    const notes = await store.ask(auditLog, asked)
    return { notes: [...notes], next: notes.length < asked.limit ? null : (notes.at(-1)?.id ?? null) }
  },
)

/** `GET /api/v1/audit/export`. */
export function auditExportRoute(): ApiRoute {
  const places = new StreamPlaces(MOST_EXPORTS)
  return apiRoute(
    {
      path: '/api/v1/audit/export',
      right: mayOversee,
      summary: 'All of the audit log that fits, the newest first, as CSV or as one JSON object a line.',
      parameters: {
        ...NOTES,
        format: v.optional(v.picklist(['csv', 'ndjson'], 'is none of csv, ndjson'), 'ndjson'),
      },
      answer: [EXPORT_TYPES.csv, EXPORT_TYPES.ndjson],
    },
    async ({ format, ...asked }, hub) => {
      places.take(hub.signal)
      const pages = await pagesOf(hub, async (before: number | null) => {
        const rows = await hub.store.ask(auditLog, { ...asked, limit: PAGE, ...(before === null ? {} : { before }) })
        return { rows, end: rows.length < PAGE ? null : (rows.at(-1)?.id ?? null) }
      })
      const text = format === 'csv' ? asCsv(pages, COLUMNS, cellsOf) : asLines(pages, (note) => note)
      return exportAnswer('audit', format, text)
    },
  )
}

const COLUMNS = ['id', 'time', 'actor', 'action', 'target', 'address', 'detail']

function cellsOf({ id, at, actor, action, target, address, detail }: AuditNoteShown): readonly string[] {
  return [String(id), isoTime(at), actor, action, target, address, detail]
}
