import type { JSX } from 'preact'
import type { PulseAnswer } from '../../contract/pulse-contract.ts'
import { useAnswer } from '../parts/shown.tsx'
import { saidNow } from '../state/answer.ts'
import { useFollowed } from '../state/followed.ts'
import { keyGroups } from '../state/keys.ts'
import { preferences } from '../state/preferences.ts'
import { zoneName, zoneOffset } from '../words/numbers.ts'
import { WORDS } from '../words/words.ts'
import { KeyCaps } from './key-caps.tsx'

const { anywhere } = WORDS.keys

/** The keys of the page, at its foot, and how the hub does. */
export function KeyBar(): JSX.Element {
  const pulse = useAnswer<PulseAnswer>('/api/v1/pulse')
  useFollowed(pulse)
  const known = saidNow(pulse.known.value)
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
        {known === undefined ? null : <span title={WORDS.pulse.title}>{WORDS.pulse.says(known)}</span>}
        {WORDS.person.times}: {preferences.value.times === 'utc' ? 'UTC' : `${zoneName()}, ${zoneOffset()}`}
        {known === undefined ? null : <span>spoor-hub {known.version}</span>}
      </span>
    </footer>
  )
}
