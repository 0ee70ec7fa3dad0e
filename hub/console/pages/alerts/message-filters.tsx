import type { JSX } from 'preact'
import type { ShownChannel, ShownRule } from '../../../contract/alert-contract.ts'
import { ExportMenu } from '../../parts/export-menu.tsx'
import { place, queried, setQuery } from '../../state/navigator.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'

const { messages: words, states } = ALERT_WORDS

/** The names of the filters, as the address and the API have them. */
const FILTERS = ['state', 'channel', 'rule', 'incident'] as const

/** What the API is asked of the filters in the address. */
export function filtersOf(query: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams()
  for (const name of FILTERS) {
    const value = query.get(name)
    if (value !== null && value !== '') asked.set(name, value)
  }
  return asked
}

/** The address without any filter. */
export function withoutFilters(): string {
  return queried(Object.fromEntries(FILTERS.map((name) => [name, undefined])))
}

interface MessageFiltersParts {
  readonly channels: readonly ShownChannel[]
  readonly rules: readonly ShownRule[]
}

/** The filters of the messages. */
export function MessageFilters({ channels, rules }: MessageFiltersParts): JSX.Element {
  const incident = place.value?.query.get('incident') ?? ''
  return (
    <div class="chips">
      <Pick name="state" choices={Object.entries(states)} />
      <Pick name="channel" choices={channels.map(({ name }) => [name, name])} />
      <Pick name="rule" choices={rules.map(({ name }) => [name, name])} />
      {incident === '' ? null : (
        <span class="chip">
          <span class="chip-name">{words.incident}</span>
          <span class="chip-value">{incident}</span>
          <button
            type="button"
            title={words.remove}
            aria-label={words.remove}
            onClick={() => setQuery({ incident: undefined })}
          >
            ×
          </button>
        </span>
      )}
      <span class="fill" />
      <ExportMenu path="/api/v1/export/alerts" filters={filtersOf(place.value?.query ?? new URLSearchParams())} />
    </div>
  )
}

interface PickParts {
  readonly name: 'state' | 'channel' | 'rule'
  readonly choices: readonly (readonly [value: string, words: string])[]
}

function Pick({ name, choices }: PickParts): JSX.Element {
  const chosen = place.value?.query.get(name) ?? ''
  // What the address asks for may be of an earlier configuration.
  const isKnown = chosen === '' || choices.some(([value]) => value === chosen)
  return (
    <select
      class="pick"
      aria-label={words.pick[name]}
      value={chosen}
      onChange={({ currentTarget: { value } }) => setQuery({ [name]: value === '' ? undefined : value })}
    >
      <option value="">{words.any[name]}</option>
      {choices.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
      {isKnown ? null : <option value={chosen}>{chosen}</option>}
    </select>
  )
}
