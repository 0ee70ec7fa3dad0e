import * as v from 'valibot'
import type { ShownTodo } from '../../contract/incident-contract.ts'
import type { Hub } from '../../http/route.ts'
import { nextSteps } from '../../incidents/next/next-steps.ts'
import { incidentHistory } from '../../store/ask/incident-history.ts'
import type { KeptStep } from '../../store/ask/incident-steps.ts'
import { incidentSubjects } from '../../store/ask/incident-subjects.ts'
import { heardStep } from '../../store/heard-of.ts'
import { incidentOf } from '../../store/incident-of.ts'
import type { KeptIncident } from '../../store/incident-tables.ts'
import { seconds } from '../event-shape.ts'

/** So many notes are looked at for what somebody ticked, and so many names for what was opened. */
const [NOTES, NAMES] = [200, 20]

/** Something to do about an incident, as the API shows it. */
export const shownTodo: v.GenericSchema<ShownTodo> = v.pipe(
  v.object({
    what: v.pipe(v.string(), v.description('An imperative, and what it is about, which may be empty.')),
    of: v.string(),
    where: v.pipe(v.string(), v.description('Where that is done, or why.')),
    commands: v.pipe(v.array(v.string()), v.description('Lines for root on the host.')),
    notice: v.nullable(
      v.pipe(
        v.object({ en: v.string(), de: v.string() }),
        v.description('What can be sent to the customer, in English and German.'),
      ),
    ),
    tick: v.pipe(v.string(), v.description('The note on the incident that says that it is done.')),
    untick: v.pipe(v.string(), v.description('The note that says that it is not done after all.')),
    done: v.nullable(
      v.pipe(
        v.object({ at: seconds, by: v.string(), seen: v.boolean() }),
        v.description('When and by whom; seen: the hub saw it, else a person said so.'),
      ),
    ),
  }),
  v.title('ToDo'),
)

/** What is to be done about an incident that has these steps. */
export async function todosOf(
  { store }: Pick<Hub, 'store'>,
  row: KeptIncident,
  steps: readonly KeptStep[],
): Promise<ShownTodo[]> {
  const { id: incident } = row
  const names = await store.ask(incidentSubjects, { incident, order: 'weight', limit: NAMES })
  const notes = await store.ask(incidentHistory, { incident, action: 'noted', limit: NOTES })
  const todos = nextSteps({
    incident: incidentOf(row),
    steps: steps.map((step) => ({ ...heardStep(step, ''), noted: step.noted })),
    opened: names
      .filter(({ type, successes }) => successes > 0 && (type === 'mailbox' || type === 'account'))
      .map(({ name }) => name),
    notes,
  })
  return [...todos]
}
