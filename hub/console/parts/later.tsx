import { useSignal } from '@preact/signals'
import type { ComponentType, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { type HubOfPage, hubOfPage, isJustReloaded } from '../state/hub-of-page.ts'
import { useKeys } from '../state/keys.ts'
import { WORDS } from '../words/words.ts'
import { Loading } from './loading.tsx'
import { StateBox } from './state-box.tsx'

/** A component whose code is loaded when it is first shown. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): (parts: P) => JSX.Element {
  let loaded: ComponentType<P> | undefined
  return function Later(parts: P): JSX.Element {
    const state = useSignal<'awaited' | 'there' | HubOfPage>(loaded === undefined ? 'awaited' : 'there')
    const fetchIt = async (): Promise<HubOfPage | 'there'> => {
      try {
        loaded ??= await load()
        return (state.value = 'there')
      } catch {
        return (state.value = await hubOfPage())
      }
    }
    const begin = async (): Promise<void> => {
      if ((await fetchIt()) === 'other' && !isJustReloaded()) location.reload()
    }
    // A browser may remember that a file was missing: then only the whole page asks for it anew.
    const again = async (): Promise<void> => {
      const found = await fetchIt()
      if (found === 'same' || found === 'other') location.reload()
    }
    useEffect(() => void begin(), [])
    const Component = loaded
    if (state.value === 'awaited') return <Loading />
    if (state.value !== 'there') return <NotLoaded hub={state.value} onAgain={() => void again()} />
    return Component === undefined ? <Loading /> : <Component {...parts} />
  }
}

interface NotLoadedParts {
  readonly hub: HubOfPage
  readonly onAgain: () => void
}

/** The code of a page is missing. */
function NotLoaded({ hub, onAgain }: NotLoadedParts): JSX.Element {
  const { keys, states } = WORDS
  useKeys(keys.here, [{ keys: 'r', words: keys.again, run: onAgain }])
  const act = (
    <button type="button" class="button small" onClick={onAgain} title={`${states.tryAgain} (r)`}>
      {states.tryAgain} <kbd>r</kbd>
    </button>
  )
  return (
    <div class="page">
      <h1 class="unseen">{states.notLoaded}</h1>
      <div class="sheet">
        <StateBox kind="error" word={states.notLoadedWords[hub]} title={states.notLoaded} acts={act}>
          <p>{states.notLoadedHints[hub]}</p>
        </StateBox>
      </div>
    </div>
  )
}
