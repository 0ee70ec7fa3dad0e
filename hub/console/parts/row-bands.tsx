import type { Signal } from '@preact/signals'
import type { ComponentChild, JSX } from 'preact'
import { HOSTS_WORDS as words } from '../words/hosts-words.ts'
import { WellFold } from './well-fold.tsx'

/** Rows of a table below a title of their own. */
export interface RowBand<Row> {
  readonly name: string
  readonly title: string
  readonly rows: readonly Row[]
}

/** How the band of those that are well stands: it may be folded, and is. */
export interface WellBand {
  readonly canFold: boolean
  readonly isFolded: boolean
}

interface RowBandsParts<Row> {
  readonly bands: readonly RowBand<Row>[]
  readonly well: WellBand
  /** Columns of the table. */
  readonly span: number
  /** How many rows of a band are drawn. */
  readonly most: number
  readonly children: (row: Row) => ComponentChild
}

/** The body of a table of hosts, in bands. */
export function RowBands<Row>({ bands, well, span, most, children }: RowBandsParts<Row>): JSX.Element {
  return (
    <>
      {bands.map((band) => (
        <tbody key={band.name}>
          <tr class="band">
            <td colSpan={span}>
              {band.name === 'well' && well.canFold ? (
                <WellFold count={band.rows.length} isFolded={well.isFolded} />
              ) : (
                band.title
              )}
            </td>
          </tr>
          {drawnRows(band, well).slice(0, most).map(children)}
        </tbody>
      ))}
    </>
  )
}

interface MoreRowsParts<Row> extends Pick<RowBandsParts<Row>, 'bands' | 'well'> {
  readonly most: Signal<number>
  /** How many more each wish shows. */
  readonly step: number
}

/** Shows more rows of every band; nothing where all are there. */
export function MoreRows<Row>({ bands, well, most, step }: MoreRowsParts<Row>): JSX.Element | null {
  const rest = Math.max(0, ...bands.map((band) => drawnRows(band, well).length)) - most.value
  if (rest <= 0) return null
  return (
    <p class="older">
      <button type="button" class="button small" onClick={() => (most.value += step)}>
        {words.showMore(Math.min(step, rest))}
      </button>
    </p>
  )
}

function drawnRows<Row>({ name, rows }: RowBand<Row>, { isFolded }: WellBand): readonly Row[] {
  return isFolded && name === 'well' ? [] : rows
}
