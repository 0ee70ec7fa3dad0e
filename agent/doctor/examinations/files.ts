import { well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import { symptomsOf } from '../found-of.ts'

/** The checks of files and folders that the agent needs besides logs. */
const OF_FILES = new Set(['spool', 'runtime', 'metrics', 'secret', 'authorities', 'certificate', 'file'])

const WHY = 'The services run as a user of their own: what it may not read or write, they cannot use.'

/** Whether owner and mode of what the services need are right. */
export const ownFiles: Examination = {
  name: 'files',
  usesNetwork: false,
  examine: async ({ checked }) => {
    const found = symptomsOf(
      await checked(false),
      (check) => OF_FILES.has(check),
      () => ({ why: WHY, remedy: ['spoor-agent check'] }),
    )
    return found.length > 0 ? found : [well('Nothing is known of them, as the configuration is wrong.')]
  },
}
