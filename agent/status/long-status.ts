import { hash } from 'node:crypto'
import { VERSION } from '../../lib/command-line/version.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { anonymousMemory } from '../../lib/system/processes/memory.ts'
import { sizeWithUnit } from '../../lib/terminal/size-with-unit.ts'
import { table } from '../../lib/terminal/table.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import { inWords } from '../../lib/time/duration.ts'
import type { RoleName } from '../roles/roles.ts'
import { type DriverCounts, driverCounts, type LoadedDrivers } from './driver-counts.ts'
import type { ShownRole } from './shown-roles.ts'
import type { Status } from './status.ts'

/** A process that runs. */
interface LongProcess {
  readonly role: RoleName
  readonly pid: number
  readonly version: string
  /** Milliseconds since it started. */
  readonly uptime: number
  /** Bytes without its executable (RssAnon); absent where the kernel does not say. */
  readonly memory?: number
}

/** A driver that is on. `version`: of one built in the agent's, of an own one a digest of its file. */
interface LongDriver extends DriverCounts {
  readonly version: string
}

/** What `status --long` shows besides what `status` does. */
export interface LongStatus {
  readonly processes: readonly LongProcess[]
  readonly drivers: readonly LongDriver[]
}

/** Looks at the processes and at the files of own drivers, at a time in milliseconds since the epoch. */
export async function longStatus(
  status: Status,
  roles: readonly ShownRole[],
  loaded: LoadedDrivers,
  now: number,
): Promise<LongStatus> {
  const listed = driverCounts(loaded, status.sources).filter(({ state }) => state === 'on')
  const { version = VERSION } = status.collector
  const files = new Map(loaded.drivers.map(({ name, file }) => [name, file]))
  const drivers = listed.map((each) => longDriver(each, files.get(each.driver), version))
  return {
    processes: roles.flatMap(({ role: { name } }) => processOf(name, status, now)),
    drivers: await Promise.all(drivers),
  }
}

function processOf(role: RoleName, status: Status, now: number): readonly LongProcess[] {
  const { running, pid, version, startedAt } = status[role] ?? { running: false }
  if (!running || pid === undefined || version === undefined || startedAt === undefined) return []
  const memory = anonymousMemory(pid)
  return [{ role, pid, version, uptime: now - startedAt, ...(memory > 0 && { memory }) }]
}

async function longDriver(counts: DriverCounts, file: string | undefined, builtIn: string): Promise<LongDriver> {
  return { ...counts, version: file === undefined ? builtIn : await digestOf(file) }
}

async function digestOf(file: string): Promise<string> {
  const text = await readRegularFile(file, { follow: true }).catch(() => undefined)
  return text === undefined ? '-' : `sha256:${hash('sha256', text).slice(0, 12)}`
}

/** The same for people, in lines of a width. */
export function printLong({ processes, drivers }: LongStatus, width: number): string {
  const running = processes.map(({ role, pid, version, uptime, memory }) => {
    return [role, String(pid), plainText(version), inWords(uptime), memory === undefined ? '-' : sizeWithUnit(memory)]
  })
  const reading = drivers.map(({ driver, version, lines, ofInterest, unrecognised, events, lastEvent }) => {
    const counts = [lines, ofInterest, unrecognised, events].map(String)
    return [driver, plainText(version), ...counts, lastEvent === undefined ? '-' : utc(lastEvent)]
  })
  return [
    ...section(['PROCESS', 'PID', 'VERSION', 'UP', 'MEMORY'], running, width),
    ...section(['DRIVER', 'VERSION', 'LINES', 'OF INTEREST', 'UNRECOGNISED', 'EVENTS', 'LAST EVENT'], reading, width),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

function section(head: readonly string[], rows: readonly (readonly string[])[], width: number): readonly string[] {
  return rows.length === 0 ? [] : ['', ...table([head, ...rows], width)]
}
