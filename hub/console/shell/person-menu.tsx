import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { MeAnswer } from '../../contract/person-contract.ts'
import { Menu } from '../parts/menu.tsx'
import { Segments } from '../parts/segments.tsx'
import { prefer, preferences } from '../state/preferences.ts'
import { me, signOut } from '../state/session.ts'
import { WORDS } from '../words/words.ts'
import { openDialog } from './open-dialog.ts'

const { person } = WORDS

/** The pairs of a table of words, with its own keys. */
function choicesOf<T extends string>(words: Readonly<Record<T, string>>): readonly (readonly [T, string])[] {
  const isKey = (key: string): key is T => Object.hasOwn(words, key)
  return Object.keys(words)
    .filter(isKey)
    .map((key) => [key, words[key]] as const)
}

/** The person, at the end of the top bar. */
export function PersonMenu(): JSX.Element | null {
  const { value: who } = me
  if (who === null || who === undefined) return null
  return (
    <Menu label={who.name.slice(0, 2).toUpperCase()} title={person.menu(who.name, person.roles[who.role])} style="who">
      <PersonChoices who={who} />
    </Menu>
  )
}

/** How the console looks to a person, the keys, and the way out. */
export function PersonChoices({ who }: { readonly who: MeAnswer }): JSX.Element {
  const failed = useSignal('')
  const { theme, density, times } = preferences.value
  const leave = async (): Promise<void> => {
    const outcome = await signOut()
    if ('problem' in outcome) failed.value = outcome.problem.said || WORDS.states.titles[outcome.problem.fault]
  }
  return (
    <>
      <h2>{person.menu(who.name, person.roles[who.role])}</h2>
      <h2>{person.theme}</h2>
      <Segments
        label={person.theme}
        choices={choicesOf(person.themes)}
        chosen={theme}
        onChoose={(choice) => prefer({ theme: choice })}
      />
      <h2>{person.density}</h2>
      <Segments
        label={person.density}
        choices={choicesOf(person.densities)}
        chosen={density}
        onChoose={(choice) => prefer({ density: choice })}
      />
      <h2>{person.times}</h2>
      <Segments
        label={person.times}
        choices={choicesOf(person.zones)}
        chosen={times}
        onChoose={(choice) => prefer({ times: choice })}
      />
      <button type="button" onClick={() => (openDialog.value = 'keys')}>
        {person.keys}
        <kbd class="fill">?</kbd>
      </button>
      <button type="button" onClick={() => void leave()}>
        {person.signOut}
      </button>
      {failed.value === '' ? null : (
        <p class="said" role="alert">
          {failed.value}
        </p>
      )}
    </>
  )
}
