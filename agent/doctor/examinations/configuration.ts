import { shellWord } from '../../../lib/text/shell-word.ts'
import type { Examination } from '../examination.ts'
import { symptomsOf } from '../found-of.ts'

/** Checks that other examinations tell of. */
const ELSEWHERE = new Set(['log', 'spool', 'runtime', 'metrics', 'secret', 'authorities', 'certificate', 'file'])

const WHY = {
  ok: '',
  warning: 'The services work with it, and perhaps not as somebody meant.',
  failed: 'With a wrong configuration the services do not start, or keep the previous one.',
}

/** Whether the configuration is right, as `check` sees it with the rights of the services. */
export const configuration: Examination = {
  name: 'configuration',
  usesNetwork: false,
  examine: async ({ checked, file }) =>
    symptomsOf(
      await checked(false),
      (check) => !ELSEWHERE.has(check),
      ({ state }) => ({ why: WHY[state], remedy: [`spoor-agent check --config ${shellWord(file)}`] }),
    ),
}
