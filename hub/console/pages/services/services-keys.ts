import { CHECK_STATE_ORDER } from '../../state/check-state.ts'
import { useKeys } from '../../state/keys.ts'
import { place, setQuery } from '../../state/navigator.ts'
import { me } from '../../state/session.ts'
import { CHECK_WORDS } from '../../words/check-words.ts'
import { SERVICES_WORDS as words } from '../../words/services-words.ts'
import { WORDS } from '../../words/words.ts'
import { shutCheck } from './shut-check.ts'
import { stepInWall } from './wall-steps.ts'

/** The keys of the page of services. */
export function useServicesKeys(): void {
  const { keys } = WORDS
  const toggle = (name: string, value: string) => () =>
    setQuery({ [name]: place.peek()?.query.get(name) === value ? undefined : value }, 'replace')
  const mayMute = me.peek()?.rights.judge === true
  useKeys(keys.here, [
    { keys: 'j', words: keys.down, run: () => stepInWall(1, 0), inBar: true },
    { keys: 'k', words: keys.up, run: () => stepInWall(-1, 0), inBar: true },
    { keys: 'l', words: words.keys.right, run: () => stepInWall(0, 1), inBar: true },
    { keys: 'h', words: words.keys.left, run: () => stepInWall(0, -1) },
    { keys: 'Escape', words: keys.shut, run: shutCheck },
    { keys: 'w', words: words.toggleWell, run: toggle('well', 'open') },
    ...(mayMute ? [{ keys: 'm', words: words.keys.mute, run: openMute }] : []),
    ...CHECK_STATE_ORDER.map((state, index) => ({
      keys: String(index + 1),
      words: words.onlyState(CHECK_WORDS.states[state]),
      run: toggle('state', state),
    })),
  ])
}

function openMute(): void {
  document.querySelector<HTMLElement>('.mute button')?.click()
}
