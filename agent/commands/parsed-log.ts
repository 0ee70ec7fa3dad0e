import { unknownWord } from '../../lib/command-line/unknown-word.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { oneLine } from '../../lib/text/plain-text.ts'
import { loadDrivers } from '../config/drivers/load-drivers.ts'
import type { Driver } from '../drivers/driver.ts'
import { PROGRAM } from '../program.ts'
import { DRIVERS, driverNamed, sourceOf, usualPath } from '../sources/sources.ts'

/** A kind of log that `parse` can read. */
export interface ParsedLog {
  readonly driver: Driver
  /** The name of its source, as `replay` takes it. */
  readonly source: string
  /** Where such a log usually is. */
  readonly path: string
  /** The zone of lines without one, if the driver says so. */
  readonly zone: string | undefined
}

/**
 * The log that a driver reads: one of those built in, or an own one beside a configuration, which is looked for only if
 * the name is no other's. Throws `ActionNeeded` (exit 2) if there is none, or that one is refused.
 */
export async function logReadBy(name: string, config: string): Promise<ParsedLog> {
  const builtIn = driverNamed(name)
  if (builtIn !== undefined) {
    const source = sourceOf(builtIn)
    return { driver: builtIn, source: source.name, path: usualPath(source), zone: undefined }
  }
  const { drivers, notices } = await loadDrivers(config)
  const own = drivers.find((each) => each.name === name)
  if (own !== undefined) {
    const [follower] = own.followers
    return { driver: own.driver, source: own.name, path: follower?.path ?? 'its own', zone: follower?.zone }
  }
  const refused = notices.find(({ code, text }) => code === 'driver_refused' && text.includes(`/${name}.yml`))
  if (refused !== undefined) throw new ActionNeeded(oneLine(refused.text), EXIT.usage)
  const words = [...DRIVERS, ...drivers].map((each) => each.name)
  throw unknownWord({ program: PROGRAM.name, command: 'parse', kind: 'driver', typed: name, words })
}
