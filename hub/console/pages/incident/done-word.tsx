import type { JSX } from 'preact'
import type { ShownTodo } from '../../../contract/incident-contract.ts'
import { bothTimes } from '../../parts/moment.tsx'
import { now } from '../../state/now.ts'
import { preferences } from '../../state/preferences.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { clockTime, shortDay, shortTime } from '../../words/numbers.ts'

/** When something was done and by whom: what the hub saw, and what a person says, never look alike. */
export function DoneWord({ done }: { readonly done: NonNullable<ShownTodo['done']> }): JSX.Element {
  const { at, by, seen } = done
  const { times } = preferences.value
  const isNear = now.value / 1000 - at < 20 * 3600
  const time = isNear ? clockTime(at, times) : `${shortTime(at, times)}, ${shortDay(at, times)}`
  return (
    <p class="todo-where" title={bothTimes(at)}>
      {seen ? words.doneAt(time, by) : words.saidAt(time, by)}
    </p>
  )
}
