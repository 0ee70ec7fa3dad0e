import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { SavedView } from '../../../contract/preferences-contract.ts'
import { WHAT_MATTERS } from '../../shell/navigation.ts'
import { place } from '../../state/navigator.ts'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { prefer, preferences } from '../../state/preferences.ts'
import { say } from '../../state/said.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'
import { FORWARD_KINDS } from '../../words/kind-words.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { stateOf, withoutView } from './saved-views.ts'

const { events } = PAGE_WORDS

/** The views that everybody has. */
const USUAL: readonly SavedView[] = [
  { name: events.matters, query: WHAT_MATTERS },
  {
    name: events.forwards,
    query: `kind=${FORWARD_KINDS}&last=7d`,
  },
  { name: events.places, query: 'kind=login_new_place,login_after_burst&last=7d' },
  { name: events.everything, query: '' },
]

/** How long a view can be had again, in milliseconds. */
const UNDO = 30_000

/** A view that was forgotten, the place that it had, and until when it can be had again. */
interface Forgetting {
  readonly view: SavedView
  readonly at: number
  readonly until: number
}

/** The views as tabs, and the way to keep the present filters as one more. */
export function Views(): JSX.Element {
  const [isNaming, forgotten] = [useSignal(false), useSignal<Forgetting | undefined>(undefined)]
  const own = preferences.value.views
  const here = stateOf(place.value?.query ?? new URLSearchParams())
  const forget = (view: SavedView): void => {
    prefer({ views: withoutView(own, view) })
    forgotten.value = { view, at: own.indexOf(view), until: Date.now() + UNDO }
    say(events.forgotten(view.name))
  }
  const { value: lost } = forgotten
  const undo = (): void => {
    if (lost !== undefined) prefer({ views: own.toSpliced(lost.at, 0, lost.view) })
    forgotten.value = undefined
  }
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
          .map((view) => (
            <button
              key={`${view.name} ${view.query}`}
              type="button"
              aria-label={events.forgetView(view.name)}
              title={events.forgetView(view.name)}
              onClick={() => forget(view)}
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
      {lost === undefined || lost.until <= now.value ? null : <Forgotten view={lost.view} onUndo={undo} />}
    </nav>
  )
}

/** What was forgotten a moment ago, and the way to have it again. */
function Forgotten({ view: { name }, onUndo }: { readonly view: SavedView; readonly onUndo: () => void }): JSX.Element {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <>
      <span class="faint">{events.forgotten(name)}</span>
      <button type="button" ref={button} onClick={onUndo}>
        {INCIDENT_WORDS.deed.undo}
      </button>
    </>
  )
}

/** Where the tabs scroll, the button beside the field comes into view with it. */
function focusWhole(field: HTMLInputElement | null): void {
  field?.focus()
  field?.form?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
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
        ref={focusWhole}
        onInput={({ currentTarget }) => (name.value = currentTarget.value)}
        onKeyDown={({ key }) => (key === 'Escape' ? onDone() : undefined)}
      />
      <button type="submit">{WORDS.save}</button>
    </form>
  )
}
