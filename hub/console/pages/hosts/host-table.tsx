import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { MoreRows, type RowBand, RowBands } from '../../parts/row-bands.tsx'
import { place, queried } from '../../state/navigator.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { useHeld } from './held-order.ts'
import type { HostBand, HostLine, HostSort, HostWish } from './host-list.ts'
import { HostRow } from './host-row.tsx'
import { HostSays } from './host-says.tsx'
import type { SourceColumn } from './source-columns.ts'

/** Of more hosts the well ones are folded, as long as nobody looks for some. */
const MOST_UNFOLDED = 100

/** How many rows are drawn at first, and with each further wish. */
const STEP = 200

interface HostTableParts {
  readonly lines: readonly HostLine[]
  readonly columns: readonly SourceColumn[]
  readonly wish: HostWish
  /** How many hosts there are, wanted or not. */
  readonly all: number
}

/** Hosts and their sources; the worst first in bands, or all of them in another order. */
export function HostTable({ lines, columns, wish, all }: HostTableParts): JSX.Element {
  const table = useRef<HTMLTableElement>(null)
  const most = useSignal(STEP)
  const open = place.value?.query.get('open')
  const held = useHeld(lines, JSON.stringify(wish), table)
  const canFold = all > MOST_UNFOLDED && wish.text === '' && wish.word === undefined
  const well = { canFold, isFolded: canFold && place.value?.query.get('well') !== 'open' }
  const bands = wish.sort === 'worst' ? bandsOf(held) : [bandOf('every', words.every, held)]
  const span = columns.length + 4
  return (
    <>
      <table class="table hosts" ref={table}>
        <caption class="unseen">{words.title}</caption>
        <HostHead columns={columns} sort={wish.sort} />
        <RowBands bands={bands} well={well} span={span} most={most.value}>
          {(line) => (
            <HostRow key={line.host.host} line={line} columns={columns} isOpen={open === line.host.host}>
              {open === line.host.host ? <HostSays line={line} span={span} /> : null}
            </HostRow>
          )}
        </RowBands>
      </table>
      <MoreRows bands={bands} well={well} most={most} step={STEP} />
    </>
  )
}

function bandsOf(lines: readonly HostLine[]): readonly RowBand<HostLine>[] {
  const titles = { look: words.look, well: words.well, revoked: words.health.revoked }
  const bands = (['look', 'well', 'revoked'] as const).map((name) =>
    bandOf(
      name,
      titles[name],
      lines.filter(({ band }) => band === name),
    ),
  )
  return bands.filter(({ rows }) => rows.length > 0)
}

function bandOf(name: HostBand | 'every', title: string, rows: readonly HostLine[]): RowBand<HostLine> {
  return { name, title: `${title} · ${rows.length}`, rows }
}

const HEADS: readonly (readonly [sort: HostSort, title: string])[] = [
  ['name', words.host],
  ['worst', words.state],
  ['version', words.agent],
  ['lag', words.lag],
]

function HostHead({
  columns,
  sort,
}: {
  readonly columns: readonly SourceColumn[]
  readonly sort: HostSort
}): JSX.Element {
  return (
    <thead>
      <tr>
        {HEADS.map(([by, title], index) => (
          <th
            key={by}
            scope="col"
            class={by === 'lag' ? 'sorts right' : 'sorts'}
            aria-sort={by === sort ? 'other' : undefined}
          >
            {index === 0 ? <span class="sort-lead">{words.sortedBy} </span> : null}
            <a href={queried({ sort: by === 'worst' ? undefined : by })} title={words.sortBy(title)}>
              {title}
            </a>
          </th>
        ))}
        {columns.map(({ sources }) => (
          <th key={sources.join(' ')} scope="col" title={sources.join(', ')}>
            {columnTitle(sources)}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** A source without a name is a log of an agent that says nothing of itself. */
function columnTitle(sources: readonly string[]): string {
  if (sources.length > 2) return words.others(sources.length)
  return sources.map((source) => source || words.logs).join(', ')
}
