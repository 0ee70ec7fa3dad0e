import * as v from 'valibot'
import type { Command, Io, Options } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { csvLine } from '../../lib/text/csv.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import type { SpoorApiConfig } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import { loadConfig } from '../config/load.ts'
import { requiredApi } from '../config/receivers/required-api.ts'
import { configuredAccess } from '../receivers/spoor-api/configured-access.ts'
import { createListClient, listPath } from '../receivers/spoor-api/list-client.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { newestNumber } from './newest-number.ts'

const text = v.nullish(v.string(), '')

/** Limits to years 1 to 9999, which the output can show. */
const time = v.pipe(v.number(), v.minValue(-62_135_596_800), v.maxValue(253_402_300_799))

const ROW = v.object({
  id: v.nullish(v.union([v.string(), v.number()]), ''),
  event_time: v.nullish(time),
  host: text,
  type: text,
  mailbox_address: text,
  ip_actor: v.nullish(v.object({ ip_address: text })),
  /** Servers from the time of App::Spoor 0.07 put the address here. */
  ip: text,
})

/** One item of a list that the API keeps. */
export type Row = v.InferOutput<typeof ROW>

/** A list that the API keeps for each host. */
export interface ApiList {
  /** Its key in the query and in the answer. */
  readonly name: 'reports' | 'mailbox_events'
  /** Its path on the API's host. */
  readonly path: (paths: SpoorApiConfig['listPaths']) => string
  /** Columns after those that every list has. */
  readonly columns: readonly { readonly title: string; readonly of: (row: Row) => string }[]
}

/** The options of every command that shows such a list. */
export const LIST_OPTIONS: Command['options'] = [
  CONFIG_OPTION,
  {
    flags: '--last <number>',
    text: 'Only the newest, this many, the newest first; without this all, as the API sorts them.',
  },
  { flags: '--json', text: 'Print the JSON that the API answered instead of CSV.' },
]

/**
 * Prints what the API lists for this host, as App::Spoor's CSV, or with `--json` as received. Throws `ActionNeeded`.
 */
export async function printList(list: ApiList, options: Options, io: Io): Promise<number> {
  const last = options['last'] === undefined ? undefined : newestNumber(String(options['last']))
  const file = configFile(options)
  const { config } = await loadConfig(file)
  const receiver = requiredApi(config, file)
  const api = await createListClient(await configuredAccess(receiver, config))
  try {
    const path = list.path(receiver.listPaths)
    const answer = await api.get(listPath(path, list.name, hostNameOf(config)), io.signal)
    const rows = rowsOf(answer, list.name)
    const shown = last === undefined ? answer : newest(answer, list.name, rows, last)
    io.stdout.write(options['json'] === true ? plainJson(shown, 2) : csv(rowsOf(shown, list.name), list.columns))
    return EXIT.ok
  } catch (error) {
    // Ctrl-C needs no message.
    if (io.signal.aborted) return EXIT.failed
    throw error
  } finally {
    api.close()
  }
}

/** The list alone, the newest first; of the same second in the order of the API, and what has no time last. */
function newest(answer: unknown, name: string, rows: readonly Row[], most: number): Readonly<Record<string, unknown>> {
  const received = v.parse(v.object({ [name]: v.array(v.unknown()) }), answer)[name] ?? []
  const times = rows.map(({ event_time: time }) => time ?? -Infinity)
  const order = [...times.keys()].sort((one, other) => (times[other] ?? 0) - (times[one] ?? 0) || one - other)
  return { [name]: order.slice(0, most).map((index) => received[index]) }
}

function rowsOf(answer: unknown, name: string): readonly Row[] {
  const result = v.safeParse(v.object({ [name]: v.array(ROW) }), answer)
  if (result.success) return result.output[name] ?? []
  const [issue] = result.issues
  const fault = issue.received === 'undefined' ? 'missing' : `no ${issue.expected}`
  throw new ActionNeeded(`The API's list has an unexpected form: ${v.getDotPath(issue) ?? 'all of it'} is ${fault}.`)
}

function csv(rows: readonly Row[], columns: ApiList['columns']): string {
  const header = ['id', 'event time', 'host', 'event type', 'mailbox address', ...columns.map(({ title }) => title)]
  const lines = rows.map((row) => [
    String(row.id),
    row.event_time == null ? '' : utc(row.event_time * 1000),
    row.host,
    row.type,
    row.mailbox_address,
    ...columns.map(({ of }) => of(row)),
  ])
  return [header, ...lines].map(csvLine).join('')
}
