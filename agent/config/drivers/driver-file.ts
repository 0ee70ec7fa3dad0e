import { basename } from 'node:path'
import { checked, whereWritten } from '../../../lib/settings/load.ts'
import { readPrivateFile } from '../../../lib/settings/private-file.ts'
import type { Reader } from '../../../lib/settings/reader.ts'
import { readTree, type Tree } from '../../../lib/settings/tree.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { DriverSpec } from '../../own-drivers/driver-spec.ts'
import { ownDriver, slowExpressions } from '../../own-drivers/own-driver.ts'
import { SOURCES } from '../../sources/sources.ts'
import type { Follower } from '../config.ts'
import { DRIVER_OPTIONS, DRIVER_SCHEMA, type WrittenDriver } from './driver-schema.ts'
import type { OwnDriver } from './own-drivers.ts'
import { usedPattern } from './written-pattern.ts'

/** Names in reports that are no driver's. */
const TAKEN: ReadonlySet<string> = new Set([
  ...SOURCES.flatMap(({ name, driver }) => [name, driver.name]),
  'inbox',
  'rules',
  'traffic',
  'mail',
])

/**
 * Reads a driver from its file, which nobody but root or the reader may write. Throws `ActionNeeded` (exit 2) with
 * everything that is wrong, one line each: `FILE:LINE:COLUMN: OPTION: what; write this`.
 */
export async function readDriver(file: string, reader?: Reader): Promise<OwnDriver> {
  const name = driverNameOf(file)
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name))
    throw refusal(file, 'is no name of a driver; name the file by a letter and up to 39 of a-z 0-9 -, then .yml')
  if (TAKEN.has(name)) throw refusal(file, `has the name of what the agent brings; name it otherwise, my-${name}.yml`)
  const tree = readTree(file, await readPrivateFile(file, reader, 'public'), DRIVER_OPTIONS)
  return driverOf(name, file, checked(tree, DRIVER_SCHEMA, DRIVER_OPTIONS), tree)
}

function driverOf(name: string, file: string, written: WrittenDriver, tree: Tree): OwnDriver {
  const { patterns, needles, lines, send, time, samples } = written
  const spec: DriverSpec = {
    name,
    patterns: patterns.flatMap((each) => {
      const pattern = usedPattern(each, time)
      return 'message' in pattern ? [] : [pattern]
    }),
    needles,
    lines: lines === undefined ? undefined : time,
    sends: send === 'true',
  }
  return {
    name,
    file,
    driver: ownDriver(spec, 'commands'),
    followers: followersOf(name, written, ownDriver(spec, 'receivers')),
    samples: samples.map(({ line, says }, index) => ({
      line,
      says,
      from: whereWritten(tree, ['samples', String(index)]),
    })),
    slow: slowExpressions(spec),
    sends: spec.sends,
  }
}

function followersOf(
  source: string,
  { path, zone, start, optional }: WrittenDriver,
  driver: Follower['driver'] & {},
): readonly Follower[] {
  const common = { source, option: `drivers.d/${source}.path`, start, zone, optional: optional === 'true', driver }
  return path.map((each) => ({ ...common, path: each }))
}

/** What a driver is called by its file. */
function driverNameOf(file: string): string {
  return basename(file).replace(/\.yml(?:\.off)?$/, '')
}

function refusal(file: string, fault: string): ActionNeeded {
  return new ActionNeeded(plainText(`${file}: ${fault}`), EXIT.usage)
}
