import { systemClock } from '../../../lib/system/clock.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { readDriver } from '../../config/drivers/driver-file.ts'
import { loadDrivers } from '../../config/drivers/load-drivers.ts'
import type { OwnDriver, OwnDrivers } from '../../config/drivers/own-drivers.ts'
import { differencesIn } from '../../own-drivers/sample-result.ts'
import type { DriversParts } from './drivers-parts.ts'

/** Prints of each sample whether it says what it must. Exit 1 if one does not, or a driver cannot be read. */
export async function testDrivers(parts: DriversParts): Promise<number> {
  const { io } = parts
  const { drivers, notices } = await chosenDrivers(parts)
  const print = (text: string): void => void io.stdout.write(`${plainText(text)}\n`)
  for (const { text } of notices) io.stderr.write(`${plainText(text)}\n`)
  let isGood = notices.length === 0
  for (const { name, driver, followers, samples, slow } of drivers) {
    const context = { zone: followers[0]?.zone, now: Math.floor(systemClock.now() / 1000) }
    const results = samples.map((sample) => ({ sample, differences: differencesIn(driver, sample, context) }))
    for (const { sample, differences } of results)
      print(`${sample.from}: ${differences.length === 0 ? 'ok' : differences.join('; ')}`)
    const failed = results.filter(({ differences }) => differences.length > 0).length
    for (const text of slow)
      print(`${name}: each line is compared with /${text}/, as it has no fixed text of 3 or more characters`)
    print(`${name}: ${counted(samples.length, 'sample')}, ${failed === 0 ? 'all ok' : `${failed} wrong`}`)
    isGood &&= failed === 0
  }
  return isGood ? EXIT.ok : EXIT.failed
}

async function chosenDrivers({ config, wanted }: DriversParts): Promise<OwnDrivers> {
  if (wanted !== undefined && /\/|\.yml(?:\.off)?$/.test(wanted)) {
    return { drivers: [await readDriver(wanted)], notices: [] }
  }
  const read = await loadDrivers(config)
  if (wanted === undefined) {
    if (read.drivers.length + read.notices.length > 0) return read
    throw new ActionNeeded(
      'drivers test: there are no own drivers; write one into drivers.d, see docs/drivers.md',
      EXIT.usage,
    )
  }
  const chosen = read.drivers.filter(({ name }) => name === wanted)
  if (chosen.length > 0) return { drivers: chosen, notices: [] }
  throw unknownDriver('test', wanted, read.drivers)
}

/** What to say where no own driver has that name. */
export function unknownDriver(
  action: string,
  wanted: string,
  drivers: readonly Pick<OwnDriver, 'name'>[],
): ActionNeeded {
  const names = drivers.map(({ name }) => name)
  const remedy = names.length === 0 ? 'there is none' : `write one of ${names.join(', ')}`
  return new ActionNeeded(
    `drivers ${action}: "${plainText(wanted)}" is no own driver that is on; ${remedy}`,
    EXIT.usage,
  )
}
