import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { place, queried } from '../../state/navigator.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { useHeld } from './held-order.ts'
import type { HostBand, HostLine, HostSort, HostWish } from './host-list.ts'
import { HostRow } from './host-row.tsx'
import { HostSays } from './host-says.tsx'
import type { SourceColumn } from './source-columns.ts'
import { WellFold } from './well-fold.tsx'

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

interface Band {
  readonly name: HostBand | 'every'
  readonly title: string
  readonly lines: readonly HostLine[]
}

/** Hosts and their sources; the worst first in bands, or all of them in another order. */
export function HostTable({ lines, columns, wish, all }: HostTableParts): JSX.Element {
  const table = useRef<HTMLTableElement>(null)
  const most = useSignal(STEP)
  const open = place.value?.query.get('open')
  const held = useHeld(lines, JSON.stringify(wish), table)
  const canFold = all > MOST_UNFOLDED && wish.text === '' && wish.word === undefined
  const isFolded = canFold && place.value?.query.get('well') !== 'open'
  const bands = wish.sort === 'worst' ? bandsOf(held) : [{ name: 'every', title: words.every, lines: held } as const]
  const span = columns.length + 4
  const rest =
    Math.max(0, ...bands.filter((band) => !(isFolded && band.name === 'well')).map((band) => band.lines.length)) -
    most.value
  return (
    <>
      <table class="table hosts" ref={table}>
        <caption class="unseen">{words.title}</caption>
        <HostHead columns={columns} sort={wish.sort} />
        {bands.map(({ name, title, lines: some }) => (
          <tbody key={name}>
            <tr class="band">
              <td colSpan={span}>
                {name === 'well' && canFold ? (
                  <WellFold count={some.length} isFolded={isFolded} />
                ) : (
                  `${title} · ${some.length}`
                )}
              </td>
            </tr>
            {(name === 'well' && isFolded ? [] : some.slice(0, most.value)).map((line) => (
              <HostRow key={line.host.host} line={line} columns={columns} isOpen={open === line.host.host}>
                {open === line.host.host ? <HostSays line={line} span={span} /> : null}
              </HostRow>
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

function bandsOf(lines: readonly HostLine[]): readonly Band[] {
  const titles = { look: words.look, well: words.well, revoked: words.health.revoked }
  const bands = (['look', 'well', 'revoked'] as const).map((name): Band => {
    return { name, title: titles[name], lines: lines.filter(({ band }) => band === name) }
  })
  return bands.filter((band) => band.lines.length > 0)
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
