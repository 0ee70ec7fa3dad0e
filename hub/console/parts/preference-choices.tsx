import type { JSX } from 'preact'
import { unkept } from '../state/kept-preferences.ts'
import { prefer, preferences } from '../state/preferences.ts'
import { WORDS } from '../words/words.ts'
import { Segments } from './segments.tsx'

const { person } = WORDS

/** The pairs of a table of words, with its own keys. */
function choicesOf<T extends string>(words: Readonly<Record<T, string>>): readonly (readonly [T, string])[] {
  const isKey = (key: string): key is T => Object.hasOwn(words, key)
  return Object.keys(words)
    .filter(isKey)
    .map((key) => [key, words[key]] as const)
}

/** How the console looks to a person: theme, rows, times. */
export function PreferenceChoices(): JSX.Element {
  const { theme, density, times } = preferences.value
  return (
    <>
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
      {unkept.value === undefined ? null : (
        <p class="said" role="status">
          {person.unkept} {unkept.value.said === '' ? WORDS.states.titles[unkept.value.fault] : unkept.value.said}
        </p>
      )}
    </>
  )
}
