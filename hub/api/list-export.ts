import * as v from 'valibot'
import type { HubAnswer, PersonRequest } from '../http/route.ts'
import { type ApiRoute, apiRoute } from './api-route.ts'
import { asCsv, asLines, EXPORT_TYPES, exportAnswer, pagesOf } from './export-text.ts'
import type { Parameters, Read } from './parameters.ts'
import type { StreamPlaces } from './stream-places.ts'

/** A list of the API that can be taken away as a file. */
export interface ExportedList<P extends Parameters, R extends object, E> {
  /** The last word of the path, and the name of the file. */
  readonly name: string
  readonly summary: string
  readonly parameters: P
  /** The names of the columns, perhaps by what is asked for, and the cells of a row. */
  readonly columns: readonly string[] | ((asked: Read<P>) => readonly string[])
  readonly cells: (row: R) => readonly string[]
  /** Reads a page after a place; the first one after null. */
  readonly page: (
    asked: Read<P>,
    request: PersonRequest,
  ) => (before: E | null) => Promise<{ readonly rows: readonly R[]; readonly end: E | null }>
}

const FORMAT = {
  format: v.optional(v.picklist(['csv', 'ndjson'], 'is none of csv, ndjson'), 'ndjson'),
} as const

/** `GET /api/v1/export/NAME`: whoever may see the list may take it away. */
export function listExport<const P extends Parameters, R extends object, E>(
  places: StreamPlaces,
  { name, summary, parameters, columns, cells, page }: ExportedList<P, R, E>,
): ApiRoute {
  return apiRoute(
    {
      path: `/api/v1/export/${name}`,
      summary: `${summary} As CSV or as one JSON object a line.`,
      parameters: { ...parameters, ...FORMAT },
      answer: [EXPORT_TYPES.csv, EXPORT_TYPES.ndjson],
    },
    async (asked, request): Promise<HubAnswer> => {
      const format = asked['format'] === 'csv' ? 'csv' : 'ndjson'
      places.take(request.signal)
      const pages = await pagesOf(request, page(asked, request))
      const names = typeof columns === 'function' ? columns(asked) : columns
      return exportAnswer(name, format, format === 'csv' ? asCsv(pages, names, cells) : asLines(pages, (row) => row))
    },
  )
}
