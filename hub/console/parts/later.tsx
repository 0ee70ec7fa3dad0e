import { useSignal } from '@preact/signals'
import type { ComponentType, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { WORDS } from '../words/words.ts'
import { LoadAgain } from './load-again.tsx'
import { Loading } from './loading.tsx'
import { StateBox } from './state-box.tsx'

/** A component whose code is loaded when it is first shown. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): (parts: P) => JSX.Element {
  let loaded: ComponentType<P> | undefined
  return function Later(parts: P): JSX.Element {
    const state = useSignal<'awaited' | 'there' | 'failed'>(loaded === undefined ? 'awaited' : 'there')
    useEffect(() => {
      const fetchIt = async (): Promise<void> => {
        loaded ??= await load()
        state.value = 'there'
      }
      fetchIt().catch(() => (state.value = 'failed'))
    }, [])
    if (state.value === 'failed') return <NotLoaded />
    const Component = loaded
    return state.value === 'there' && Component !== undefined ? <Component {...parts} /> : <Loading />
  }
}

/** After an update of the hub an open page asks for files that are there no more. */
function NotLoaded(): JSX.Element {
  const { states } = WORDS
  return (
    <div class="page">
      <StateBox kind="error" word={states.error(0)} title={states.notLoaded} acts={<LoadAgain />}>
        <p>{states.notLoadedHint}</p>
      </StateBox>
    </div>
  )
}
