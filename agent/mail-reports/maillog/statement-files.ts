import { isUtf8 } from 'node:buffer'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../../lib/system/errors.ts'
import { readRegularBytes } from '../../../lib/system/files/regular-file.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { type Statement, StatementReader } from './statement.ts'

/** More is a mistake; all files together may have so many bytes. */
const MOST = { bytes: 1024 ** 2, depth: 16 } as const

/**
 * The statements of a configuration of MailLog, those of the files that it sources in their place. Throws
 * `ActionNeeded` (exit 2) for what cannot be read.
 */
export async function statementsIn(file: string): Promise<readonly Statement[]> {
  const reader = new StatementReader()
  let left: number = MOST.bytes
  const read = async (path: string, chain: readonly string[], by: string): Promise<readonly Statement[]> => {
    const whole = resolve(path)
    if (chain.includes(whole)) throw refused(`${by}: sources itself: ${[...chain, whole].join(', ')}`)
    if (chain.length > MOST.depth) throw refused(`${by}: is more than ${MOST.depth} files deep`)
    const bytes = await readRegularBytes(path, { follow: true, most: left }).catch((error: unknown) => {
      const code = codeOf(error)
      const why =
        code === undefined ? `${messageOf(error)}; 1 MiB is the most of all files` : `it cannot be read (${code})`
      throw refused(`${by}: ${why}`)
    })
    left -= bytes.length
    const all: Statement[] = []
    for (const statement of reader.read(path, bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1'))) {
      const { place, name, args, body } = statement
      const [further = ''] = args
      const isSource = name === 'source' && args.length === 1 && body === undefined
      if (!isSource) all.push(statement)
      else
        all.push(
          { ...statement, name: '' },
          ...(await read(
            isAbsolute(further) ? further : join(dirname(file), further),
            [...chain, whole],
            `${place}: ${further}`,
          )),
        )
    }
    return all
  }
  return read(file, [], file)
}

function refused(what: string): ActionNeeded {
  return new ActionNeeded(plainText(what), EXIT.usage)
}
