import { csvLine } from '../../lib/text/csv.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { HubAnswer, PersonRequest } from '../http/route.ts'

/** The media types of exports: comma-separated values, or one JSON object a line. */
export const EXPORT_TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' } as const

/** Rows of an export, and where the next ones begin; null after the last. */
interface ExportPage<R, E> {
  readonly rows: readonly R[]
  readonly end: E | null
}

/**
 * All rows, page by page; the first page is read before anything is answered, so that a store that is away gives 503.
 * The export breaks off once who asked may no longer ask it.
 */
export async function pagesOf<R, E>(
  { mayGoOn }: Pick<PersonRequest, 'mayGoOn'>,
  read: (before: E | null) => Promise<ExportPage<R, E>>,
): Promise<AsyncGenerator<readonly R[]>> {
  const first = await read(null)
  return (async function* () {
    let page = first
    yield page.rows
    while (page.end !== null) {
      if (!(await mayGoOn())) throw new HttpError(PROBLEMS.noRight)
      page = await read(page.end)
      yield page.rows
    }
  })()
}

/** One JSON object a line. */
export async function* asLines<R>(all: AsyncIterable<readonly R[]>, shape: (row: R) => object): AsyncGenerator<string> {
  for await (const rows of all) if (rows.length > 0) yield rows.map((row) => `${JSON.stringify(shape(row))}\n`).join('')
}

/** Comma-separated values, with a line of names. */
export async function* asCsv<R>(
  all: AsyncIterable<readonly R[]>,
  names: readonly string[],
  cells: (row: R) => readonly string[],
): AsyncGenerator<string> {
  yield csvLine(names)
  for await (const rows of all) if (rows.length > 0) yield rows.map((row) => csvLine(cells(row))).join('')
}

/** Seconds since 1970 as a cell. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

/** The answer that a browser saves as a file. `name`: without its ending. */
export function exportAnswer(name: string, format: keyof typeof EXPORT_TYPES, text: AsyncIterable<string>): HubAnswer {
  return {
    status: 200,
    headers: { 'content-disposition': `attachment; filename="${name}.${format}"` },
    body: { type: EXPORT_TYPES[format], text },
  }
}
