import type { Warning } from '../../status/warning.ts'
import { type Symptom, unwell, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import { advisedIn } from '../typed-command.ts'

/** Warnings that other examinations tell of. */
const ELSEWHERE = new Set(['driver_stalled', 'folder_exposed', 'format_unrecognised', 'source_unavailable'])

const WHY = {
  error: 'Some of the work of the agent is not done.',
  warning: 'The agent works, and something is not as it should be.',
  notice: 'The agent works; somebody should know.',
}

/** What `status` warns of and no other examination says. */
export const told: Examination = {
  name: 'status',
  usesNetwork: false,
  examine: async ({ warnings }) => {
    const symptoms = warnings.filter(({ code }) => !ELSEWHERE.has(code)).map(symptomOf)
    return symptoms.length > 0 ? symptoms : [well('Status warns of nothing else.')]
  },
}

function symptomOf({ severity, text, remedy: advice }: Warning): Symptom {
  const { what: words, remedy } = advisedIn(advice)
  // Its last sentence leads to the commands, which stand alone here.
  const said = remedy.length === 0 ? [words] : words.split(/(?<=\.) /).slice(0, -1)
  const [what, typed] = [[text, ...said].join(' '), remedy.length > 0 ? remedy : ['spoor-agent status']]
  return unwell(severity === 'error' ? 'failed' : 'warning', what, WHY[severity], typed)
}
