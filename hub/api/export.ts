import * as v from 'valibot'
import { csvLine } from '../../lib/text/csv.ts'
import type { ShownEvent } from '../contract/event-contract.ts'
import { type ApiRoute, apiRoute } from './api-route.ts'
import { ecsEvent } from './ecs/ecs-event.ts'
import { type EventPage, eventPage } from './event-page.ts'
import { filterOf, SPAN, TEXT, WHICH } from './event-parameters.ts'
import { StreamPlaces } from './stream-places.ts'

/** How many events are read at a time: what an export holds in memory. */
const PAGE = 500

/** How many exports run at the same time. */
const MOST_EXPORTS = 4

const LINES = 'application/x-ndjson'

const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: LINES, ecs: LINES } as const

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
        ...TEXT,
        format: v.optional(v.picklist(['csv', 'ndjson', 'ecs'], 'is none of csv, ndjson, ecs'), 'ndjson'),
      },
      answer: [TYPES.csv, LINES],
    },
    async ({ q, format, ...asked }, hub) => {
      const filter = await filterOf(hub, asked)
      places.take(hub.signal)
      const wish = { filter, limit: PAGE, ...(q === undefined ? {} : { q }) }
      // The first page is read before anything is answered, so that a store that is away gives 503.
      const first = await eventPage(hub, wish)
      const next = (before: NonNullable<EventPage['end']>): Promise<EventPage> =>
        eventPage(hub, { ...wish, filter: { ...filter, before } })
      return {
        status: 200,
        headers: { 'content-disposition': `attachment; filename="events.${format === 'csv' ? 'csv' : 'ndjson'}"` },
        body: { type: TYPES[format], text: WRITERS[format](pages(first, next)) },
      }
    },
  )
}

const WRITERS = {
  csv: asCsv,
  ndjson: (all: AsyncIterable<readonly ShownEvent[]>) => asLines(all, (event) => event),
  ecs: (all: AsyncIterable<readonly ShownEvent[]>) => asLines(all, ecsEvent),
}

async function* pages(
  first: EventPage,
  next: (before: NonNullable<EventPage['end']>) => Promise<EventPage>,
): AsyncGenerator<readonly ShownEvent[]> {
  let page = first
  yield page.events
  while (page.end !== null) {
    page = await next(page.end)
    yield page.events
  }
}

async function* asLines(
  all: AsyncIterable<readonly ShownEvent[]>,
  shape: (event: ShownEvent) => object,
): AsyncGenerator<string> {
  for await (const events of all)
    if (events.length > 0) yield events.map((event) => `${JSON.stringify(shape(event))}\n`).join('')
}

async function* asCsv(all: AsyncIterable<readonly ShownEvent[]>): AsyncGenerator<string> {
  yield csvLine([...COLUMNS, 'fields'])
  for await (const events of all) if (events.length > 0) yield events.map(csvOf).join('')
}

function csvOf(event: ShownEvent): string {
  const [time, received] = [event.time, event.received].map((seconds) => new Date(seconds * 1000).toISOString())
  const cells = { ...event, time, received }
  return csvLine([...COLUMNS.map((column) => cells[column] ?? ''), JSON.stringify(event.fields)])
}
