import { dirname, join } from 'node:path'
import { namesInFolder } from '../../../lib/settings/included-files.ts'
import type { Reader } from '../../../lib/settings/reader.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { oneLine } from '../../../lib/text/plain-text.ts'
import { ownDriverNotices } from '../../own-drivers/notices.ts'
import { configNotices } from '../notices.ts'
import type { OwnDrivers } from './own-drivers.ts'

/** More are a mistake. */
const MOST_DRIVERS = 32

/** Names probably meant to end in `.yml`. */
const NEARLY = /^[^.].*\.(?:yaml|YML)$/

/** Where own drivers are: beside the configuration. */
export function driversFolder(config: string): string {
  return join(dirname(config), 'drivers.d')
}

/**
 * Reads the own drivers beside a configuration. What is wrong with one becomes a notice, and the others are read;
 * without any, nothing is loaded that reads them.
 */
export async function loadDrivers(config: string, reader?: Reader): Promise<OwnDrivers> {
  const folder = driversFolder(config)
  const { names, notices } = await listed(folder, reader)
  const files = names.filter((name) => /^[^.].*\.yml$/.test(name))
  if (files.length === 0) return { drivers: [], notices }
  const { readDriver } = await import('./driver-file.ts')
  const read = await Promise.all(
    files.slice(0, MOST_DRIVERS).map((name) => orRefused(() => readDriver(join(folder, name), reader))),
  )
  const more = files.slice(MOST_DRIVERS).map((name) => ({
    notice: ownDriverNotices.driverRefused(`${join(folder, name)}: is one more than ${MOST_DRIVERS}; join some`),
  }))
  const all = [...read, ...more]
  return {
    drivers: all.flatMap((each) => ('notice' in each ? [] : [each])),
    notices: [...notices, ...all.flatMap((each) => ('notice' in each ? [each.notice] : []))],
  }
}

async function listed(
  folder: string,
  reader?: Reader,
): Promise<Pick<OwnDrivers, 'notices'> & { names: readonly string[] }> {
  const names = await orRefused(async () => ({ names: await namesInFolder(folder, true, reader) }))
  if ('notice' in names) return { names: [], notices: [names.notice] }
  const passedOver = names.names.filter((name) => NEARLY.test(name))
  return { ...names, notices: passedOver.map((name) => configNotices.configPassedOver(join(folder, name))) }
}

type Refused = { readonly notice: OwnDrivers['notices'][number] }

async function orRefused<T>(work: () => Promise<T>): Promise<T | Refused> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return { notice: ownDriverNotices.driverRefused(oneLine(error.message)) }
  }
}

/** The names of own drivers that are switched off: their files end in `.yml.off`. */
export async function driversOff(config: string): Promise<readonly string[]> {
  const { names } = await listed(driversFolder(config))
  return names.flatMap((name) => /^([a-z][a-z0-9-]{0,39})\.yml\.off$/.exec(name)?.[1] ?? [])
}
