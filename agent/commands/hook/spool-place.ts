import { dirname, join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import { DEFAULT_INCLUDE_FOLDER, DEFAULT_SPOOL } from '../../config/usual-paths.ts'

/** More than a configuration can have. */
const MOST_BYTES = 1024 * 1024

/** A line that may give `spool.path`, or name further files: YAML can spell a key otherwise only with a backslash. */
const MAY_MATTER = /path|include|\\/

/**
 * The path of the spool, as the configuration says. Understanding YAML doubles the time of a start, so that is left to
 * configurations with words that can name another spool than the default.
 */
export async function spoolPlace(configFile: string): Promise<string> {
  if (!(await mayMatter(configFile))) return DEFAULT_SPOOL
  const { loadWhereabouts } = await import('../../config/load.ts')
  return (await loadWhereabouts(configFile)).spool.path
}

async function mayMatter(configFile: string): Promise<boolean> {
  if (says(configFile)) return true
  const folder = join(dirname(configFile), DEFAULT_INCLUDE_FOLDER)
  try {
    for await (const entries of entriesOf(folder)) {
      if (entries.some(({ name }) => name.endsWith('.yml') && says(join(folder, name)))) return true
    }
    return false
  } catch (error) {
    return codeOf(error) !== 'ENOENT'
  }
}

/** Whether a file may matter; one that cannot be read may, unless it is not there. */
function says(file: string): boolean {
  try {
    const lines = readRegularFileSync(file, { follow: true, most: MOST_BYTES }).text.split('\n')
    return lines.some((line) => !line.trimStart().startsWith('#') && MAY_MATTER.test(line))
  } catch (error) {
    return codeOf(error) !== 'ENOENT'
  }
}
