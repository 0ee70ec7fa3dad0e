import { effect, useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks'
import type { EventsAnswer, FacetsAnswer } from '../../../contract/event-contract.ts'
import { Modal } from '../../parts/modal.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { askAfter } from '../../state/ask-after.ts'
import { place } from '../../state/navigator.ts'
import { painted } from '../../state/painted.ts'
import { isWide, isWider } from '../../state/wide.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { AskedFilters } from './asked-filters.ts'
import { barWidth } from './bars.ts'
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

/** The table of events, with what they have in common beside it, and one of them opened. */
export function EventsPage(): JSX.Element {
  const asked = useMemo(() => new AskedFilters(), [])
  const { filters, anchor, heard, name } = asked.now.value
  const cursor = useMemo(() => new TableCursor(), [])
  const list = listOf(filters)
  const page = useAnswer<EventsAnswer>(list)
  // At once, not when the page is rendered with them: the hub works meanwhile.
  useLayoutEffect(() => effect(() => page.want(listOf(asked.now.value.filters))), [])
  const afterRows = useMemo(() => askAfter<FacetsAnswer>(page, painted), [])
  const facets = useAnswer<FacetsAnswer>(`/api/v1/facets?${filters}&width=${barWidth(filters, anchor)}`, afterRows)
  const [fresh, hasFacets] = [useFresh(heard, filters.toString()), useSignal(false)]
  const showNew = (): void => {
    fresh.value = 0
    asked.renew()
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

function listOf(filters: URLSearchParams): string {
  return `/api/v1/events?${filters}&limit=${PAGE_LENGTH}`
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
