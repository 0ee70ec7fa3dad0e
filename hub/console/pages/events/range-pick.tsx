import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { Menu } from '../../parts/menu.tsx'
import { useKeys } from '../../state/keys.ts'
import { setQuery } from '../../state/navigator.ts'
import { now } from '../../state/now.ts'
import { preferences } from '../../state/preferences.ts'
import { wholeTime, zoneName } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { fieldTime, typedTime } from '../../words/typed-time.ts'
import { WORDS } from '../../words/words.ts'
import { RANGES, rangeOf, spanAt } from './event-filters.ts'

const { events } = PAGE_WORDS

interface RangeParts {
  readonly query: URLSearchParams
}

/** How far back it goes, or from when until when. */
export function RangePick({ query }: RangeParts): JSX.Element {
  const range = rangeOf(query)
  const { from, until } = spanAt(query, 0)
  const { times } = preferences.value
  const ends = [from, until].map((time) => (time === undefined ? '…' : wholeTime(time, times)))
  return (
    <span class="range">
      <select
        class="pick"
        aria-label={events.range}
        value={range ?? 'custom'}
        onChange={({ currentTarget }) => setQuery({ last: currentTarget.value, from: undefined, until: undefined })}
      >
        {Object.keys(RANGES).map((name) => (
          <option key={name} value={name}>
            {Object.entries(events.ranges).find(([key]) => key === name)?.[1]}
          </option>
        ))}
        {range === undefined ? <option value="custom">{events.custom(ends[0] ?? '', ends[1] ?? '')}</option> : null}
      </select>
      <Menu label={events.typeRange} style="button small">
        <RangeForm key={`${query.get('from')} ${query.get('until')} ${query.get('last')} ${times}`} query={query} />
      </Menu>
    </span>
  )
}

/** The two ends to type, in the zone of the person; an empty one is no end. */
function RangeForm({ query }: RangeParts): JSX.Element {
  const { times } = preferences.value
  const { from, until } = spanAt(query, Math.floor(now.peek() / 1000))
  const [first, last] = [useEnd(from), useEnd(until)]
  const problem = useSignal('')
  const form = useRef<HTMLFormElement>(null)
  const menu = (): HTMLDetailsElement | undefined => form.current?.closest('details') ?? undefined
  const open = (): void => {
    menu()?.setAttribute('open', '')
    form.current?.querySelector('input')?.focus()
  }
  useKeys(WORDS.keys.here, [{ keys: 't', words: WORDS.keys.range, run: open }])
  const show = (event: Event): void => {
    event.preventDefault()
    const [begin, end] = [first.time(), last.time()]
    problem.value = (begin ?? -Infinity) < (end ?? Infinity) ? '' : events.noSpan
    if (problem.value !== '') return
    menu()?.removeAttribute('open')
    menu()?.querySelector('summary')?.focus()
    const isAll = begin === undefined && end === undefined
    setQuery({ from: begin?.toString(), until: end?.toString(), last: isAll ? 'all' : undefined })
  }
  return (
    <form class="range-form" ref={form} onSubmit={show}>
      <EndField label={events.from} text={first.text} />
      <EndField label={events.until} text={last.text} />
      <p class="faint">{events.zone(times === 'utc' ? 'UTC' : zoneName())}</p>
      <p role="alert">{problem.value}</p>
      <button type="submit">{events.showRange}</button>
    </form>
  )
}

/** An end as it is typed. What was not changed is that second still: one of an hour that comes twice, too. */
function useEnd(known: number | undefined): { text: Signal<string>; time: () => number | undefined } {
  const { times } = preferences.value
  const before = known === undefined ? '' : fieldTime(known, times)
  const text = useSignal(before)
  return { text, time: () => (text.peek() === before ? known : typedTime(text.peek(), times)) }
}

function EndField({ label, text }: { readonly label: string; readonly text: Signal<string> }): JSX.Element {
  return (
    <label>
      <span>{label}</span>
      <input
        type="datetime-local"
        step="1"
        max="9999-12-31T23:59:59"
        value={text.value}
        onInput={({ currentTarget }) => (text.value = currentTarget.value)}
      />
    </label>
  )
}
