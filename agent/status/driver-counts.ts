import type { Config } from '../config/config.ts'
import type { OwnDriver } from '../config/drivers/own-drivers.ts'
import type { Driver } from '../drivers/driver.ts'
import { DRIVERS, readerOf } from '../sources/sources.ts'
import type { SourceStatus } from './status-fields.ts'

/** A driver, and what the collector told of its logs. */
export interface DriverCounts {
  readonly driver: string
  readonly origin: 'built in' | 'own'
  readonly state: 'on' | 'off'
  /** Its logs. */
  readonly reads: readonly string[]
  readonly says: readonly string[]
  /** Of an own driver: whether lines may leave the host as `log_line`. */
  readonly sends?: boolean
  /** Lines of its logs, of these the ones that it looked at and did not understand, and its events. */
  readonly lines: number
  readonly ofInterest: number
  readonly unrecognised: number
  readonly events: number
  /** When the last of them happened, by its log line, in milliseconds since the epoch. */
  readonly lastEvent?: number
}

/** A configuration as far as it can be read, with the own drivers beside it. */
export interface LoadedDrivers {
  readonly config: Partial<Pick<Config, 'followers' | 'streams'>>
  readonly drivers: readonly OwnDriver[]
}

/** Every driver that is loaded, built in or own. */
export function driverCounts(
  { config, drivers }: LoadedDrivers,
  sources: readonly SourceStatus[],
): readonly DriverCounts[] {
  const logs = [...(config.followers ?? []), ...(config.streams ?? [])]
  return [
    ...DRIVERS.map((driver) => {
      const own = logs.filter((log) => readerOf(log) === driver)
      return countsOf(driver, 'built in', own, sources)
    }),
    ...drivers.map(({ driver, followers, sends }) => ({ ...countsOf(driver, 'own', followers, sources), sends })),
  ]
}

/** An own driver that is switched off. */
export function driverOff(name: string): DriverCounts {
  return countsOf({ name, kinds: [] }, 'own', [], [])
}

function countsOf(
  { name, kinds }: Pick<Driver, 'name' | 'kinds'>,
  origin: DriverCounts['origin'],
  logs: readonly { readonly source: string; readonly path: string }[],
  sources: readonly SourceStatus[],
): DriverCounts {
  const names = new Set(logs.map(({ source }) => source))
  const told = sources.filter(({ source }) => names.has(source))
  const sum = (count: (source: SourceStatus) => number): number => told.reduce((all, each) => all + count(each), 0)
  const times = told.flatMap(({ lastEvent }) => lastEvent ?? [])
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
    ...(times.length > 0 && { lastEvent: Math.max(...times) }),
  }
}
