import { inspect } from '../spool/inspection.ts'
import { EXIT } from '../system/errors.ts'
import { plainText } from '../system/plain-text.ts'
import type { SpoolAction } from './spool-action.ts'

/** Looks at every file of the spool and says of each that is not as it should be what is wrong. */
export const verify: SpoolAction = {
  options: [],
  takesReport: false,
  run: async ({ folders, host, io }) => {
    const faults = inspect({ folders, host })
    let found = 0
    for (let next = await faults.next(); ; next = await faults.next()) {
      if (io.signal.aborted) return EXIT.failed
      if (next.done === true) {
        io.stdout.write(`${next.value.reports} reports; ${found === 0 ? 'nothing is wrong' : `wrong: ${found}`}.\n`)
        return found === 0 ? EXIT.ok : EXIT.failed
      }
      found += 1
      io.stdout.write(`${plainText(`${next.value.path}: ${next.value.text}`)}.\n`)
    }
  },
}
