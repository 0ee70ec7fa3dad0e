import type { JSX } from 'preact'
import { DayMoment } from '../../parts/moment.tsx'
import { STATISTICS_WORDS } from '../../words/statistics-words.ts'
import type { TotalsBars } from './totals-bars.ts'

const { chart: words } = STATISTICS_WORDS

interface PeriodListParts {
  readonly title: string
  readonly drawn: TotalsBars
  readonly names: readonly string[]
  readonly words: (value: number) => string
}

/** The bars of a chart as lines, the newest first. */
export function PeriodList({ title, drawn, names, words: write }: PeriodListParts): JSX.Element {
  return (
    <div class="scrolls" tabIndex={0} role="region" aria-label={words.listed(title)}>
      <table class="table">
        <caption class="unseen">{words.listed(title)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.from}</th>
            {names.map((name) => (
              <th key={name} scope="col" class="right">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {drawn.bars.toReversed().map(({ time, values }) => (
            <tr key={time}>
              <td>
                <DayMoment time={time} />
              </td>
              {names.map((name, at) => (
                <td key={name} class="right">
                  {values === undefined ? <span class="faint">{words.untold}</span> : write(values[at] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
