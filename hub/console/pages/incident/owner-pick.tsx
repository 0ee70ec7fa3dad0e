import type { JSX } from 'preact'
import type { AssigneesAnswer } from '../../../contract/incident-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { me } from '../../state/session.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import type { IncidentControls } from './controls.ts'

/** Who takes care of it: whoever may decide of it chooses among all who may. */
export function OwnerPick({ controls }: { readonly controls: IncidentControls }): JSX.Element {
  const { incident, deeds, take } = controls
  const { value: who } = me
  const all = useAnswer<AssigneesAnswer>('/api/v1/assignees').known.value.value?.assignees ?? []
  const others = new Set([...all, incident.assignee ?? ''])
  others.delete('')
  others.delete(who?.name ?? '')
  const give = (name: string): void => {
    const said = name === '' ? words.unassigned : words.assigned(name)
    void deeds.owner.run(incident, { assignee: name === '' ? null : name }, said, take)
  }
  return (
    <select
      class="pick"
      aria-label={words.assignee}
      value={incident.assignee ?? ''}
      disabled={incident.closed !== null}
      onChange={({ currentTarget }) => {
        const { value } = currentTarget
        // Until it is done, it is as it was.
        currentTarget.value = incident.assignee ?? ''
        give(value)
      }}
    >
      <option value="">{words.nobodyYet}</option>
      {who === null || who === undefined ? null : <option value={who.name}>{words.me(who.name)}</option>}
      {[...others].toSorted().map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  )
}
