import { EXIT } from '../../../lib/system/errors.ts'
import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { driversOff } from '../../config/drivers/load-drivers.ts'
import { type Loaded, loadConfig } from '../../config/load.ts'
import type { Driver } from '../../drivers/driver.ts'
import { DRIVERS, readerOf } from '../../sources/sources.ts'
import type { SourceStatus } from '../../status/status-fields.ts'
import { statusOf } from '../../status/status.ts'
import type { DriversParts } from './drivers-parts.ts'

/** A driver as it is listed. */
interface ListedDriver {
  readonly driver: string
  readonly origin: 'built in' | 'own'
  readonly state: 'on' | 'off'
  /** Its logs. */
  readonly reads: readonly string[]
  readonly says: readonly string[]
  /** Whether lines may leave the host as `log_line`. */
  readonly sends?: boolean
  /** Lines of its logs, of these the ones that it looked at and did not understand, and its events. */
  readonly lines: number
  readonly ofInterest: number
  readonly unrecognised: number
  readonly events: number
}

/** Prints each driver: what it reads and says, and what the collector told of its logs. Exit 1 if one is refused. */
export async function listDrivers({ config: file, options, io: { stdout, stderr } }: DriversParts): Promise<number> {
  const loaded = await loadConfig(file)
  const { sources } = await statusOf(loaded.config)
  const listed = [...ofBuiltIn(loaded, sources), ...ofOwn(loaded, sources), ...(await driversOff(file)).map(offDriver)]
  if (options['json'] === true) stdout.write(listed.map((each) => plainJson(each)).join(''))
  else {
    const head = ['DRIVER', 'STATE', 'LINES', 'OF INTEREST', 'UNRECOGNISED', 'EVENTS', 'READS AND SAYS']
    stdout.write(`${table([head, ...listed.map(rowOf)], widthOf(stdout)).join('\n')}\n`)
  }
  const refused = loaded.notices.filter(({ code }) => code === 'driver_refused')
  for (const { text } of refused) stderr.write(`${plainText(text)}\n`)
  return refused.length > 0 ? EXIT.failed : EXIT.ok
}

function ofBuiltIn({ config }: Loaded, sources: readonly SourceStatus[]): readonly ListedDriver[] {
  const logs = [...config.followers, ...config.streams]
  return DRIVERS.map((driver) => {
    const own = logs.filter((log) => readerOf(log) === driver)
    return listedDriver(driver, 'built in', own, sources)
  })
}

function ofOwn({ drivers }: Loaded, sources: readonly SourceStatus[]): readonly ListedDriver[] {
  return drivers.map(({ driver, followers, sends }) => ({ ...listedDriver(driver, 'own', followers, sources), sends }))
}

function listedDriver(
  { name, kinds }: Pick<Driver, 'name' | 'kinds'>,
  origin: ListedDriver['origin'],
  logs: readonly { readonly source: string; readonly path: string }[],
  sources: readonly SourceStatus[],
): ListedDriver {
  const names = new Set(logs.map(({ source }) => source))
  const told = sources.filter(({ source }) => names.has(source))
  const sum = (count: (source: SourceStatus) => number): number => told.reduce((all, each) => all + count(each), 0)
  return {
    driver: name,
    origin,
    state: logs.length === 0 ? 'off' : 'on',
    reads: logs.map(({ path }) => path),
    says: kinds,
    lines: sum(({ lines }) => lines),
    ofInterest: sum(({ ofInterest }) => ofInterest),
    unrecognised: sum(({ unrecognised }) => unrecognised),
    events: sum(({ events }) => events),
  }
}

function offDriver(name: string): ListedDriver {
  return listedDriver({ name, kinds: [] }, 'own', [], [])
}

function rowOf({ driver, origin, state, reads, says, sends, ...counts }: ListedDriver): readonly string[] {
  const { lines, ofInterest, unrecognised, events } = counts
  const numbers = state === 'on' ? [lines, ofInterest, unrecognised, events].map(String) : ['', '', '', '']
  const withheld = sends === false && says.includes('log_line') ? ' (log_line stays here)' : ''
  const what = says.length === 0 ? '' : `${says.join(' ')}${withheld}`
  return [driver, `${origin}, ${state}`, ...numbers, plainText([...reads, what].filter(Boolean).join('; '))]
}
