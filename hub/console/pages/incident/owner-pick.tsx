import type { JSX } from 'preact'
import { useAnswer } from '../../parts/shown.tsx'
import { me } from '../../state/session.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import type { IncidentControls } from './controls.ts'

/** What is read of people here. */
interface PeopleAnswer {
  readonly people: readonly { readonly name: string; readonly role: string; readonly disabled: number | null }[]
}

/** Who takes care of it: an admin chooses among all who may, others among those that it knows. */
export function OwnerPick({ controls }: { readonly controls: IncidentControls }): JSX.Element {
  const { incident, history, deeds, take } = controls
  const { value: who } = me
  const people = useAnswer<PeopleAnswer>(who?.rights.manage === true ? '/api/v1/people' : undefined)
  const all = people.known.value.value?.people.filter(({ role, disabled }) => role !== 'viewer' && disabled === null)
  const known = history.flatMap(({ action, actor, detail }) => (action === 'assigned' ? [actor, detail] : [actor]))
  const others = new Set([...(all?.map(({ name }) => name) ?? known), incident.assignee ?? ''])
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
