import type { JSX } from 'preact'
import { keyGroups } from '../state/keys.ts'
import { preferences } from '../state/preferences.ts'
import { zoneName, zoneOffset } from '../words/numbers.ts'
import { WORDS } from '../words/words.ts'
import { KeyCaps } from './key-caps.tsx'

const { anywhere } = WORDS.keys

/** The keys of the page, at its foot. */
export function KeyBar(): JSX.Element {
  // What counts anywhere stands last, whichever came first.
  const ofPage = keyGroups.value.toSorted((a, b) => Number(a.title === anywhere) - Number(b.title === anywhere))
  const shown = ofPage.flatMap(({ commands }) => commands.filter(({ inBar }) => inBar === true))
  return (
    <footer class="key-bar">
      {shown.map(({ keys, words }) => (
        <span key={keys}>
          <KeyCaps keys={keys} /> {words}
        </span>
      ))}
      <span class="fill">
        {WORDS.person.times}: {preferences.value.times === 'utc' ? 'UTC' : `${zoneName()}, ${zoneOffset()}`}
      </span>
    </footer>
  )
}
