import { codeOf, isOutside } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { JsonLinesConfig } from '../../config/config.ts'
import { hostNameOf } from '../../config/host-name.ts'
import type { Later, Outcome } from '../delivery/outcome.ts'
import { outageNotices } from '../notices.ts'
import type { ReceiverType } from '../receiver-type.ts'
import type { Receiver } from '../receiver.ts'
import { projectTotals, type TotalsParts, type TotalsProjection } from '../totals-projection.ts'
import { appendLines, LineFileFault } from './line-file.ts'
import { rowsAsLines } from './rows-as-lines.ts'

/** A file of this host as a type of receiver. */
export const jsonLines: ReceiverType<JsonLinesConfig> = {
  address: ({ file }) => file,
  prepare: async (receiver, config) => async () => createJsonLines(receiver, partsFor(receiver, hostNameOf(config))),
  shown: async (receiver, part, { host }) => {
    const projection = projectTotals(part, partsFor(receiver, host))
    if (projection === undefined) return []
    return [{ head: [`appended to ${receiver.file}`], body: Buffer.from(rowsAsLines(projection)) }]
  },
}

function createJsonLines({ name, file, option }: JsonLinesConfig, parts: TotalsParts): Receiver<TotalsProjection> {
  return {
    name,
    notices: outageNotices(name),
    project: (report) => projectTotals(report, parts),
    // Never given up in the middle: half a line would be left.
    send: (projection) => written(file, option, Buffer.from(rowsAsLines(projection))),
    close: () => undefined,
  }
}

async function written(file: string, option: string, lines: Buffer): Promise<Outcome> {
  try {
    await appendLines(file, lines)
    return { result: 'accepted' }
  } catch (error) {
    return laterBecause(error, file, option)
  }
}

/** Codes that only a person mends: a missing folder, rights, a read-only mount, a link. */
const OF_CONFIGURATION = new Set([
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'EROFS',
  'EISDIR',
  'ELOOP',
  'ENXIO',
  'ENAMETOOLONG',
])

function laterBecause(error: unknown, file: string, option: string): Later {
  if (error instanceof LineFileFault)
    return { result: 'later', cause: 'configuration', reason: plainText(`${file} ${error.message} (${option}.file).`) }
  if (!isOutside(error)) throw error
  const code = codeOf(error) ?? ''
  const fault = `${file} cannot be written (${code})`
  if (!OF_CONFIGURATION.has(code)) return { result: 'later', cause: 'receiver', reason: plainText(`${fault}.`) }
  const remedy = `correct ${option}.file, or let the transmitter write there`
  return { result: 'later', cause: 'configuration', reason: plainText(`${fault}: ${remedy}.`) }
}

function partsFor({ totals = [] }: JsonLinesConfig, hostname: string): TotalsParts {
  return { hostname, kinds: totals }
}
