import * as v from 'valibot'
import type { ShownEvent } from '../contract/event-contract.ts'
import { type ApiRoute, apiRoute } from './api-route.ts'
import { ecsEvent } from './ecs/ecs-event.ts'
import { type EventPage, eventPage } from './event-page.ts'
import { filterOf, SPAN, WHICH } from './event-parameters.ts'
import { asCsv, asLines, EXPORT_TYPES, exportAnswer, isoTime, pagesOf } from './export-text.ts'
import { SOUGHT, takeSought } from './sought-parameters.ts'
import { StreamPlaces } from './stream-places.ts'

/** How many events are read at a time: what an export holds in memory. */
const PAGE = 500

/** How many exports run at the same time. */
const MOST_EXPORTS = 4

type Pages = AsyncIterable<readonly ShownEvent[]>

const COLUMNS = [
  'id',
  'time',
  'received',
  'host',
  'type',
  'severity',
  'context',
  'mailbox_address',
  'ip',
] as const satisfies readonly (keyof ShownEvent)[]

/** `GET /api/v1/export`. */
export function exportRoute(): ApiRoute {
  const places = new StreamPlaces(MOST_EXPORTS)
  return apiRoute(
    {
      path: '/api/v1/export',
      summary:
        'All events that fit, newest first, as CSV or as one JSON object a line; in ecs with the names of the Elastic Common Schema.',
      parameters: {
        ...SPAN,
        ...WHICH,
        ...SOUGHT,
        format: v.optional(v.picklist(['csv', 'ndjson', 'ecs'], 'is none of csv, ndjson, ecs'), 'ndjson'),
      },
      answer: [EXPORT_TYPES.csv, EXPORT_TYPES.ndjson],
    },
    async ({ format, ...asked }, hub) => {
      const { others, ...sought } = takeSought(asked)
      const filter = await filterOf(hub, others)
      places.take(hub.signal)
      const wish = { filter, limit: PAGE, ...sought }
      const pages = await pagesOf(hub, async (before: EventPage['end']) => {
        const { events, end } = await eventPage(
          hub,
          before === null ? wish : { ...wish, filter: { ...filter, before } },
        )
        return { rows: events, end }
      })
      return exportAnswer('events', format === 'csv' ? 'csv' : 'ndjson', WRITERS[format](pages))
    },
  )
}

const WRITERS = {
  csv: (all: Pages) => asCsv(all, [...COLUMNS, 'fields'], cellsOf),
  ndjson: (all: Pages) => asLines(all, (event) => event),
  ecs: (all: Pages) => asLines(all, ecsEvent),
}

function cellsOf(event: ShownEvent): readonly string[] {
  const [time, received] = [isoTime(event.time), isoTime(event.received)]
  const cells = { ...event, time, received }
  return [...COLUMNS.map((column) => cells[column] ?? ''), JSON.stringify(event.fields)]
}
