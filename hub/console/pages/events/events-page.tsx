import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { EventsAnswer, FacetsAnswer } from '../../../contract/event-contract.ts'
import { Modal } from '../../parts/modal.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { askAfter } from '../../state/ask-after.ts'
import { place } from '../../state/navigator.ts'
import { painted } from '../../state/painted.ts'
import { isWide, isWider } from '../../state/wide.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { barWidth } from './bars.ts'
import { filtersAt, filtersIn } from './event-filters.ts'
import { useEventKeys } from './event-keys.ts'
import { PAGE_LENGTH } from './event-list.ts'
import { EventTable } from './event-table.tsx'
import { FacetPanel } from './facet-panel.tsx'
import { FilterBar } from './filter-bar.tsx'
import { useFolds } from './fold-state.ts'
import { FreshBar } from './fresh-bar.tsx'
import { Histogram } from './histogram.tsx'
import { LaterEvents } from './later-events.tsx'
import { NothingSeen } from './nothing-seen.tsx'
import { OlderFoot } from './older-foot.tsx'
import { Record, shutRecord } from './record.tsx'
import { TableCursor } from './table-cursor.ts'
import { useFresh } from './use-fresh.ts'
import { Views } from './views.tsx'

const { events } = PAGE_WORDS

/** What is further ahead than this, in seconds, the table leaves out unless it is asked for. */
const AHEAD = 3600

interface Filters {
  readonly filters: URLSearchParams
  readonly anchor: number
  /** The same, but when it was filtered first: what is heard goes on when the rest is asked anew. */
  readonly heard: string
  readonly renew: () => void
  /** What is filtered, at whichever time. */
  readonly name: string
}

/** What was filtered, at which time: so that pages and counts speak of the same. */
function useFilters(): Filters {
  const round = useSignal(0)
  const query = place.value?.query ?? new URLSearchParams()
  const key = `${filtersIn(query)} ${query.get('last')} ${query.get('from')} ${query.get('until')}`
  const anchor = useMemo(() => Math.floor(Date.now() / 1000), [key, round.value])
  const heard = useMemo(() => filtersAt(query, anchor).toString(), [key])
  return { filters: filtersAt(query, anchor), anchor, heard, renew: () => (round.value += 1), name: key }
}

/** The table of events, with what they have in common beside it, and one of them opened. */
export function EventsPage(): JSX.Element {
  const { filters, anchor, heard, renew, name } = useFilters()
  const cursor = useMemo(() => new TableCursor(), [])
  const list = `/api/v1/events?${filters}&limit=${PAGE_LENGTH}`
  const page = useAnswer<EventsAnswer>(list)
  const afterRows = useMemo(() => askAfter<FacetsAnswer>(page, painted), [])
  const facets = useAnswer<FacetsAnswer>(`/api/v1/facets?${filters}&width=${barWidth(filters, anchor)}`, afterRows)
  const [fresh, hasFacets] = [useFresh(heard, filters.toString()), useSignal(false)]
  const showNew = (): void => {
    fresh.value = 0
    renew()
  }
  const folds = useFolds(page.known.value.value, cursor)
  useEventKeys({ folds, cursor, showNew })
  useEffect(() => void (document.title = `${events.title} · ${WORDS.brand}`), [])
  const open = place.value?.query.get('event') ?? undefined
  const hasSide = isWide.value && (isWider.value || open === undefined)
  const panel = <Shown answer={facets}>{(value) => <FacetPanel facets={value} />}</Shown>
  return (
    <div class={layoutOf(hasSide, isWide.value && open !== undefined)}>
      <h1 class="unseen">{events.title}</h1>
      {hasSide ? (
        <aside class="side" aria-label={events.filters}>
          {panel}
        </aside>
      ) : null}
      <section class="middle" aria-label={events.table}>
        <Views />
        <FilterBar filters={filters} onFacets={hasSide ? undefined : () => (hasFacets.value = true)} />
        <Histogram answer={facets} filters={filters} anchor={anchor} />
        <FreshBar count={fresh} onShow={showNew} />
        <Shown answer={page}>
          {({ events: all, next, later }) => (
            <>
              <LaterEvents count={later} from={anchor + AHEAD} />
              {all.length === 0 && next === null ? (
                <NothingSeen anchor={anchor} />
              ) : (
                <>
                  <EventTable folds={folds} cursor={cursor} />
                  <OlderFoot page={page} list={list} name={name} rows={folds.rows.length} end={events.end} />
                </>
              )}
            </>
          )}
        </Shown>
      </section>
      {open === undefined ? null : <RecordSide id={open} />}
      {hasFacets.value && !hasSide ? (
        <Drawer label={events.filters} onClose={() => (hasFacets.value = false)}>
          {panel}
        </Drawer>
      ) : null}
    </div>
  )
}

function layoutOf(hasSide: boolean, hasRecord: boolean): string {
  return `events-page${hasSide ? ' with-facets' : ''}${hasRecord ? ' with-record' : ''}`
}

/** The open record: beside the table, or over it where there is no room. */
function RecordSide({ id }: { readonly id: string }): JSX.Element {
  if (!isWide.value)
    return (
      <Modal label={events.record} style="drawer" onClose={shutRecord}>
        <Record id={id} />
      </Modal>
    )
  return (
    <aside class="record-side" aria-label={events.record}>
      <Record id={id} />
    </aside>
  )
}

interface DrawerParts {
  readonly label: string
  readonly onClose: () => void
  readonly children: ComponentChildren
}

/** What stands beside the table where there is room, over it. */
function Drawer({ label, onClose, children }: DrawerParts): JSX.Element {
  return (
    <Modal label={label} style="drawer" onClose={onClose}>
      <div class="dialog-head">
        <h2>{label}</h2>
        <button type="button" class="button small fill" onClick={onClose}>
          {WORDS.close}
        </button>
      </div>
      {children}
    </Modal>
  )
}
