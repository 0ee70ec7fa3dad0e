import { EXIT } from '../../../lib/system/errors.ts'
import { painterOf } from '../../../lib/terminal/colour.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { wrap } from '../../../lib/terminal/wrap.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { furtherReceivers } from '../../config/receivers/destinations.ts'
import { needsOfAny } from '../../spool/cursor/backlog.ts'
import { inspect } from '../../spool/upkeep/inspection.ts'
import type { SpoolAction } from './action.ts'

/** Checks every file of the spool and prints what is wrong with each faulty one. */
export const verify: SpoolAction = {
  usage: 'verify',
  summary: 'Check every file of the spool, and name each that is not as it should be.',
  options: ['--config'],
  takesReport: false,
  run: async ({ config, folders, host, io }) => {
    const faults = inspect(
      { folders, host },
      config.transmission && (await needsOfAny(folders, furtherReceivers(config))),
    )
    const paint = painterOf(io.stdout)
    let found = 0
    for (let next = await faults.next(); ; next = await faults.next()) {
      if (io.signal.aborted) return EXIT.failed
      if (next.done === true) {
        const { reports } = next.value
        io.stdout.write(
          `${counted(reports, 'report')}; ${found === 0 ? paint('good', 'nothing is wrong') : paint('bad', `wrong: ${found}`)}.\n`,
        )
        return found === 0 ? EXIT.ok : EXIT.failed
      }
      found += 1
      io.stdout.write(`${wrap(plainText(`${next.value.path}: ${next.value.text}.`), widthOf(io.stdout))}\n`)
    }
  },
}
