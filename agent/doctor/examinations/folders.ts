import { exposureOf } from '../../status/exposed-folders.ts'
import { doubtful, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import { advisedIn } from '../typed-command.ts'

/** Folders of logs that others than root can write to. */
export const folders: Examination = {
  name: 'folders',
  usesNetwork: false,
  examine: async ({ status: { exposed = [], sources } }) => {
    if (exposed.length === 0)
      return [well(sources.length === 0 ? 'No logs are followed.' : 'Only root can write to the folders of the logs.')]
    return exposed.map((each) => {
      const { text, remedy: advice } = exposureOf(each)
      const { remedy } = advisedIn(advice)
      return doubtful(text, 'Whoever can put a file in the place of a log can forge events, or hide them.', ...remedy)
    })
  },
}
