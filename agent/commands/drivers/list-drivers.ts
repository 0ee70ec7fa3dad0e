import { EXIT } from '../../../lib/system/errors.ts'
import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { driversOff } from '../../config/drivers/load-drivers.ts'
import { loadConfig } from '../../config/load.ts'
import { type DriverCounts, driverCounts, driverOff } from '../../status/driver-counts.ts'
import { statusOf } from '../../status/status.ts'
import type { DriversParts } from './drivers-parts.ts'

/** Prints each driver: what it reads and says, and what the collector told of its logs. Exit 1 if one is refused. */
export async function listDrivers({ config: file, options, io: { stdout, stderr } }: DriversParts): Promise<number> {
  const loaded = await loadConfig(file)
  const { sources } = await statusOf(loaded.config)
  const listed = [...driverCounts(loaded, sources), ...(await driversOff(file)).map(driverOff)]
  if (options['json'] === true) stdout.write(listed.map((each) => plainJson(each)).join(''))
  else {
    const head = ['DRIVER', 'STATE', 'LINES', 'OF INTEREST', 'UNRECOGNISED', 'EVENTS', 'READS AND SAYS']
    stdout.write(`${table([head, ...listed.map(rowOf)], widthOf(stdout)).join('\n')}\n`)
  }
  const refused = loaded.notices.filter(({ code }) => code === 'driver_refused')
  for (const { text } of refused) stderr.write(`${plainText(text)}\n`)
  return refused.length > 0 ? EXIT.failed : EXIT.ok
}

function rowOf({ driver, origin, state, reads, says, sends, ...counts }: DriverCounts): readonly string[] {
  const { lines, ofInterest, unrecognised, events } = counts
  const numbers = state === 'on' ? [lines, ofInterest, unrecognised, events].map(String) : ['', '', '', '']
  const withheld = sends === false && says.includes('log_line') ? ' (log_line stays here)' : ''
  const what = says.length === 0 ? '' : `${says.join(' ')}${withheld}`
  return [driver, `${origin}, ${state}`, ...numbers, plainText([...reads, what].filter(Boolean).join('; '))]
}
