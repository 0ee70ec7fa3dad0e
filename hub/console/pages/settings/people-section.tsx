import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { PeopleAnswer, ShownPerson } from '../../../contract/access-contract.ts'
import { Age } from '../../parts/moment.tsx'
import { useAnswer } from '../../parts/shown.tsx'
import { TableHead } from '../../parts/table-head.tsx'
import { useKeys } from '../../state/keys.ts'
import { place, queried } from '../../state/navigator.ts'
import { stepThroughLinks } from '../../state/step-through-links.ts'
import { numeral } from '../../words/numbers.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import { AddPerson } from './add-person.tsx'
import { OnePerson } from './one-person.tsx'
import { AdminsOnly, mayManage, SectionLead, SectionShown } from './section-lead.tsx'

const { people: words } = SETTINGS_WORDS

/** Who may ask the hub; `?person=` shows one of them. */
export function PeopleSection(): JSX.Element {
  if (!mayManage()) return <AdminsOnly title={SETTINGS_WORDS.sections.people} />
  const name = place.value?.query.get('person') ?? undefined
  return name === undefined ? <EveryPerson /> : <OnePerson key={name} name={name} />
}

function EveryPerson(): JSX.Element {
  const answer = useAnswer<PeopleAnswer>('/api/v1/people')
  const isAdding = useSignal(false)
  useKeys(WORDS.keys.here, [
    { keys: 'j', words: WORDS.keys.down, run: () => stepThroughLinks(1), inBar: true },
    { keys: 'k', words: WORDS.keys.up, run: () => stepThroughLinks(-1), inBar: true },
    { keys: 'a', words: words.add.toLowerCase(), run: () => (isAdding.value = true), inBar: true },
  ])
  return (
    <SectionShown title={SETTINGS_WORDS.sections.people} answer={answer}>
      {({ people }) => {
        const persons = people.filter(({ disabled, has_password: has }) => disabled === null && has)
        return (
          <>
            <SectionLead
              title={words.title(persons.length, persons.filter(({ has_totp: has }) => !has).length)}
              note={words.note}
            >
              <button
                type="button"
                class="button first"
                title={`${words.add} (a)`}
                onClick={() => (isAdding.value = true)}
              >
                {words.add} <kbd>a</kbd>
              </button>
            </SectionLead>
            {isAdding.value ? (
              <AddPerson onAdded={() => answer.again()} onClose={() => (isAdding.value = false)} />
            ) : null}
            <div class="sheet scrolls">
              <PeopleTable
                groups={[
                  [words.present, persons],
                  [words.programs, people.filter(({ disabled, has_password: has }) => disabled === null && !has)],
                  [words.disabled, people.filter(({ disabled }) => disabled !== null)],
                ]}
              />
            </div>
            <p class="foot-note">{words.nobodyDeleted}</p>
          </>
        )
      }}
    </SectionShown>
  )
}

function PeopleTable({
  groups,
}: {
  readonly groups: readonly (readonly [string, readonly ShownPerson[]])[]
}): JSX.Element {
  const heads = [words.name, words.role, words.factor, words.lastSeen, words.sessions]
  return (
    <table class="table stacks">
      <TableHead caption={SETTINGS_WORDS.sections.people} heads={heads} />
      {groups.map(([title, people]) =>
        people.length === 0 ? null : (
          <tbody key={title}>
            <tr class="band">
              <td colSpan={heads.length}>
                {title} · {people.length}
              </td>
            </tr>
            {people.map((person) => (
              <PersonRow key={person.name} person={person} />
            ))}
          </tbody>
        ),
      )}
    </table>
  )
}

function PersonRow({ person }: { readonly person: ShownPerson }): JSX.Element {
  const { name, role, has_password: isPerson, has_totp: hasCodes, last_login: login, sessions, seen } = person
  const last = seen ?? login
  return (
    <tr>
      <td>
        <a class="to" href={queried({ person: name })}>
          {name}
        </a>
      </td>
      <td data-head={words.role}>{WORDS.person.roles[role]}</td>
      <td data-head={words.factor} class="soft">
        {isPerson ? words.factors(hasCodes) : words.program}
      </td>
      <td data-head={words.lastSeen} class="soft">
        {last === null ? (
          WORDS.nothing
        ) : (
          <>
            <Age time={last} /> ago
          </>
        )}
      </td>
      <td data-head={words.sessions} class="soft">
        {sessions === 0 ? WORDS.nothing : numeral(sessions)}
      </td>
    </tr>
  )
}
