import type { JSX } from 'preact'
import type { HostsAnswer } from '../../../contract/host-contract.ts'
import { Segments } from '../../parts/segments.tsx'
import { useAnswer } from '../../parts/shown.tsx'
import { place, queried, setQuery } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { STATISTICS_WORDS as words } from '../../words/statistics-words.ts'
import { RangePick } from '../events/range-pick.tsx'
import { type Measure, MEASURES, STATISTICS_FILTERS, type StatisticsWish } from './statistics-wish.ts'

interface FiltersParts {
  readonly wish: StatisticsWish
  readonly children: JSX.Element | null
}

/** The time, the filters, and what bars are made of. */
export function StatisticsFilters({ wish, children }: FiltersParts): JSX.Element {
  const { tab, kind, measure } = wish
  const query = place.value?.query ?? new URLSearchParams()
  const measures = MEASURES[tab]
  return (
    <div class="chips statistics-chips">
      <RangePick query={query} />
      {STATISTICS_FILTERS.map((name) => (
        <Chip key={name} name={name} wish={wish} />
      ))}
      <LabelPick wish={wish} />
      {tab === 'mail' ? (
        <Segments
          label={words.mail.of}
          choices={[
            ['mail', words.mail.ofAccounts],
            ['senders', words.mail.ofSenders],
          ]}
          chosen={kind === 'senders' ? kind : 'mail'}
          onChoose={(of) => setQuery({ of: of === 'senders' ? of : undefined, key: undefined })}
        />
      ) : null}
      {measures.length < 2 ? null : (
        <Segments
          label={`${words.measure} (b)`}
          choices={measures.map((each) => [each, words.measures[each]] as const)}
          chosen={measure}
          onChoose={(by) => chooseMeasure(wish, by)}
        />
      )}
      <span class="fill" />
      {wish.host === undefined ? null : (
        <a class="button small" href={pathTo('host', { name: wish.host })}>
          {words.hostPage}
        </a>
      )}
      {children}
    </div>
  )
}

/** Makes bars and order of another number; what is usual does not stand in the address. */
export function chooseMeasure({ tab }: Pick<StatisticsWish, 'tab'>, by: Measure): void {
  setQuery({ by: by === MEASURES[tab][0] ? undefined : by })
}

interface ChipParts {
  readonly name: (typeof STATISTICS_FILTERS)[number]
  readonly wish: StatisticsWish
}

/** A filter, with the link that takes it away. */
function Chip({ name, wish }: ChipParts): JSX.Element | null {
  const value = wish[name]
  if (value === undefined) return null
  const title = filterTitle(wish, name)
  const { is, remove } = PAGE_WORDS.events
  const says = remove(`${title} ${is} ${value}`)
  return (
    <span class="chip">
      <span class="chip-name">{title}</span>
      <span class="chip-is">{is}</span>
      <span class="chip-value" title={value}>
        {value}
      </span>
      <button
        type="button"
        title={`${says} (Backspace)`}
        aria-label={says}
        onClick={() => setQuery({ [name]: undefined })}
      >
        ×
      </button>
    </span>
  )
}

/** What a filter is called. */
export function filterTitle({ kind }: Pick<StatisticsWish, 'kind'>, name: ChipParts['name']): string {
  return name === 'key' ? words.tables.key[kind] : words.filters[name]
}

/** One label of those that hosts have; nothing where none has any. */
function LabelPick({ wish }: { readonly wish: StatisticsWish }): JSX.Element | null {
  const { value } = useAnswer<HostsAnswer>('/api/v1/hosts').known.value
  const labels = [...new Set(value?.hosts.map(({ label }) => label))].filter((label) => label !== '').toSorted()
  if (labels.length === 0 || wish.label !== undefined || wish.host !== undefined) return null
  return (
    <select
      class="pick"
      aria-label={words.filters.label}
      value=""
      onChange={({ currentTarget }) => setQuery({ label: currentTarget.value })}
    >
      <option value="">{words.filters.anyLabel}</option>
      {labels.map((label) => (
        <option key={label} value={label}>
          {label}
        </option>
      ))}
    </select>
  )
}

/** The page without its last filter. */
export function withoutLast(wish: StatisticsWish): string | undefined {
  const last = STATISTICS_FILTERS.findLast((name) => wish[name] !== undefined)
  return last === undefined ? undefined : queried({ [last]: undefined })
}
