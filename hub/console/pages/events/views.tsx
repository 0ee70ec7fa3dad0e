import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { SavedView } from '../../../contract/preferences-contract.ts'
import { WHAT_MATTERS } from '../../shell/navigation.ts'
import { place } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { prefer, preferences } from '../../state/preferences.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'

const { events } = PAGE_WORDS

/** The views that everybody has. */
const USUAL: readonly SavedView[] = [
  { name: events.matters, query: WHAT_MATTERS },
  {
    name: events.forwards,
    query: 'kind=forward_*,domain_forward_*,default_address_changed,filter_*,autoresponder_*&last=7d',
  },
  { name: events.places, query: 'kind=login_new_place,login_after_burst&last=7d' },
  { name: events.everything, query: '' },
]

/** The views as tabs, and the way to keep the present filters as one more. */
export function Views(): JSX.Element {
  const isNaming = useSignal(false)
  const own = preferences.value.views
  const here = stateOf(place.value?.query ?? new URLSearchParams())
  const forget = (name: string): void => prefer({ views: own.filter((view) => view.name !== name) })
  return (
    <nav class="tabs" aria-label={events.views}>
      {[...USUAL, ...own].map(({ name, query }) => {
        const isHere = stateOf(new URLSearchParams(query)) === here
        return (
          <a key={`${name} ${query}`} href={pathTo('events', {}, query)} aria-current={isHere ? 'true' : undefined}>
            {name}
          </a>
        )
      })}
      {own.some(({ query }) => stateOf(new URLSearchParams(query)) === here) ? (
        own
          .filter(({ query }) => stateOf(new URLSearchParams(query)) === here)
          .map(({ name }) => (
            <button
              key={name}
              type="button"
              aria-label={events.forgetView(name)}
              title={events.forgetView(name)}
              onClick={() => forget(name)}
            >
              ×
            </button>
          ))
      ) : isNaming.value ? (
        <NameForm query={here} onDone={() => (isNaming.value = false)} />
      ) : (
        <button type="button" class="faint" onClick={() => (isNaming.value = true)}>
          + {events.saveView}
        </button>
      )}
    </nav>
  )
}

/** What a view keeps of a query: not the record that is open. */
function stateOf(query: URLSearchParams): string {
  const kept = new URLSearchParams(query)
  for (const name of ['event', 'by', 'from', 'until']) kept.delete(name)
  if (kept.get('last') === '24h') kept.delete('last')
  kept.sort()
  return kept.toString()
}

/** Asks what a view is called. */
function NameForm({ query, onDone }: { readonly query: string; readonly onDone: () => void }): JSX.Element {
  const name = useSignal('')
  const save = (event: Event): void => {
    event.preventDefault()
    const word = name.value.trim()
    if (word !== '') prefer({ views: [...preferences.value.views, { name: word, query }] })
    onDone()
  }
  return (
    <form class="name-view" onSubmit={save}>
      <input
        aria-label={events.viewName}
        placeholder={events.viewName}
        value={name.value}
        maxLength={40}
        ref={(element) => element?.focus()}
        onInput={({ currentTarget }) => (name.value = currentTarget.value)}
        onKeyDown={({ key }) => (key === 'Escape' ? onDone() : undefined)}
      />
      <button type="submit">{WORDS.save}</button>
    </form>
  )
}
