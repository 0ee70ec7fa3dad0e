import { lstatSync, mkdirSync, renameSync, symlinkSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ActionNeeded, codeOf, EXIT } from '../../../lib/system/errors.ts'
import { isPresent } from '../../../lib/system/files/presence.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { readDriver } from '../../config/drivers/driver-file.ts'
import { driversFolder } from '../../config/drivers/load-drivers.ts'
import { driverNamed } from '../../sources/sources.ts'
import type { DriversParts } from './drivers-parts.ts'

/** Drivers that the packages bring, and that are on once a link in drivers.d leads to them. */
const PACKAGED = '/usr/share/spoor-agent/drivers.d'

const RELOAD = 'type: systemctl reload spoor-agent-collector'

/** Gives a file its name without `.off`, or links to one of the package, once it is known to be right. */
export async function enableDriver({ config, wanted, io }: DriversParts): Promise<number> {
  const { name, path } = placeOf('enable', config, wanted)
  const say = (text: string): void => void io.stdout.write(`${text}\n`)
  if (isPresent(path)) {
    say(`${name} is on already: ${path}`)
    return EXIT.ok
  }
  const off = `${path}.off`
  const packaged = join(PACKAGED, `${name}.yml`)
  const from = isPresent(off) ? off : packaged
  if (!isPresent(from))
    throw new ActionNeeded(
      `drivers enable: there is neither ${off} nor ${packaged}; write a driver ${path}, see docs/drivers.md`,
      EXIT.usage,
    )
  await readDriver(from)
  changing('enable', () => {
    mkdirSync(driversFolder(config), { recursive: true, mode: 0o755 })
    if (from === off) renameSync(off, path)
    else symlinkSync(packaged, path)
  })
  say(`${name} is on: ${path}; ${RELOAD}`)
  return EXIT.ok
}

/** Names a file `.off`, or removes the link to one of the package. */
export async function disableDriver({ config, wanted, io }: DriversParts): Promise<number> {
  const { name, path } = placeOf('disable', config, wanted)
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined)
    throw new ActionNeeded(`drivers disable: ${name} is not on: ${path} is not there`, EXIT.usage)
  changing('disable', () => {
    if (found.isSymbolicLink()) unlinkSync(path)
    else renameSync(path, `${path}.off`)
  })
  io.stdout.write(`${name} is off; ${RELOAD}\n`)
  return EXIT.ok
}

function placeOf(action: string, config: string, wanted = ''): { readonly name: string; readonly path: string } {
  if (driverNamed(wanted) !== undefined)
    throw new ActionNeeded(
      `drivers ${action}: ${wanted} is built in, and on where the configuration has "- driver: ${wanted}" below logs, or its log below followers; change that in ${config}`,
      EXIT.usage,
    )
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(wanted))
    throw new ActionNeeded(
      `drivers ${action}: "${plainText(wanted)}" is no name of a driver; write one as in drivers list`,
      EXIT.usage,
    )
  return { name: wanted, path: join(driversFolder(config), `${wanted}.yml`) }
}

function changing(action: string, change: () => void): void {
  try {
    change()
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    throw new ActionNeeded(
      `drivers ${action}: the folder drivers.d cannot be changed (${code}); type it as root`,
      EXIT.failed,
      {
        cause: error,
      },
    )
  }
}
