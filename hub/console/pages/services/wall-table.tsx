import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { MoreRows, type RowBand, RowBands } from '../../parts/row-bands.tsx'
import { place } from '../../state/navigator.ts'
import { SERVICES_WORDS as words } from '../../words/services-words.ts'
import { useHeldWall } from './held-wall.ts'
import type { ServicesWish } from './services-wish.ts'
import { WallLine } from './wall-line.tsx'
import { stepByArrows } from './wall-steps.ts'
import { type Wall, type WallBand, type WallColumn, type WallRow } from './wall.ts'

/** Of more hosts the well ones are folded, as long as nobody looks for some. */
const MOST_UNFOLDED = 60

/** How many rows of a band are drawn at first, and with each further wish. */
const STEP = 100

const BANDS: readonly WallBand[] = ['look', 'unknown', 'well']

interface WallTableParts {
  readonly wall: Wall
  readonly wish: ServicesWish
  /** How many hosts check something, wanted or not. */
  readonly all: number
}

/** Hosts and their checks, the worst first in bands. */
export function WallTable({ wall, wish, all }: WallTableParts): JSX.Element {
  const table = useRef<HTMLTableElement>(null)
  const most = useSignal(STEP)
  const { rows, columns } = useHeldWall(wall, JSON.stringify(wish), table)
  const query = place.value?.query
  const [host, check] = [query?.get('host') ?? undefined, query?.get('check') ?? undefined]
  const canFold = all > MOST_UNFOLDED && wish.text === '' && wish.state === undefined
  const well = { canFold, isFolded: canFold && query?.get('well') !== 'open' }
  const bands = BANDS.map((name) => bandOf(name, rows)).filter((band) => band.rows.length > 0)
  return (
    <>
      <table class="table wall" ref={table} onKeyDown={stepByArrows}>
        <caption class="unseen">{words.wall}</caption>
        <WallHead columns={columns} />
        <RowBands bands={bands} well={well} span={columns.length + 2} most={most.value}>
          {(row) => (
            <WallLine key={row.host} row={row} columns={columns} open={row.host === host ? check : undefined} />
          )}
        </RowBands>
      </table>
      <MoreRows bands={bands} well={well} most={most} step={STEP} />
    </>
  )
}

function bandOf(name: WallBand, all: readonly WallRow[]): RowBand<WallRow> {
  const rows = all.filter(({ band }) => band === name)
  return { name, title: `${words.bands[name]} · ${words.hosts(rows.length)}`, rows }
}

function WallHead({ columns }: { readonly columns: readonly WallColumn[] }): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col">{words.host}</th>
        <th scope="col">{words.worst}</th>
        {columns.map(({ names }) => (
          <th key={names.join(' ')} scope="col" title={words.othersTitle(names)}>
            <span class="wall-head">{names.length === 1 ? names[0] : words.others(names.length)}</span>
          </th>
        ))}
      </tr>
    </thead>
  )
}
