import type { JSX } from 'preact'
import { bothTimes } from '../../parts/moment.tsx'
import { dayName, shortDay, shortTime } from '../../words/numbers.ts'
import { STATISTICS_WORDS } from '../../words/statistics-words.ts'
import type { TotalsBars } from './totals-bars.ts'

const { chart: words } = STATISTICS_WORDS

const DAY = 86_400

interface PeriodListParts {
  readonly title: string
  readonly drawn: TotalsBars
  readonly names: readonly string[]
  readonly words: (value: number) => string
  readonly zone: 'local' | 'utc'
}

/** The bars of a chart as lines, the newest first. */
export function PeriodList({ title, drawn, names, words: write, zone }: PeriodListParts): JSX.Element {
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
                <time dateTime={new Date(time * 1000).toISOString()} title={bothTimes(time)}>
                  {drawn.width >= DAY ? dayName(time, zone) : `${shortDay(time, zone)}, ${shortTime(time, zone)}`}
                </time>
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
