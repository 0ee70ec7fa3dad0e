import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { place } from '../../state/navigator.ts'
import { SERVICES_WORDS as words } from '../../words/services-words.ts'
import { WellFold } from '../hosts/well-fold.tsx'
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
  const isFolded = canFold && query?.get('well') !== 'open'
  const bands = BANDS.map((name) => ({ name, rows: rows.filter(({ band }) => band === name) })).filter(
    (band) => band.rows.length > 0,
  )
  const longest = Math.max(0, ...bands.map((band) => (isFolded && band.name === 'well' ? 0 : band.rows.length)))
  const rest = longest - most.value
  return (
    <>
      <table class="table wall" ref={table} onKeyDown={stepByArrows}>
        <caption class="unseen">{words.wall}</caption>
        <WallHead columns={columns} />
        {bands.map(({ name, rows: some }) => (
          <tbody key={name}>
            <tr class="band">
              <td colSpan={columns.length + 2}>
                {name === 'well' && canFold ? (
                  <WellFold count={some.length} isFolded={isFolded} />
                ) : (
                  `${words.bands[name]} · ${words.hosts(some.length)}`
                )}
              </td>
            </tr>
            {(name === 'well' && isFolded ? [] : some.slice(0, most.value)).map((row: WallRow) => (
              <WallLine key={row.host} row={row} columns={columns} open={row.host === host ? check : undefined} />
            ))}
          </tbody>
        ))}
      </table>
      {rest > 0 ? (
        <p class="older">
          <button type="button" class="button small" onClick={() => (most.value += STEP)}>
            {words.showMore(Math.min(STEP, rest))}
          </button>
        </p>
      ) : null}
    </>
  )
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
