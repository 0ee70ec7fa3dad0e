import type { JSX } from 'preact'
import type { HabitAnswer, HabitCount } from '../../../contract/event-contract.ts'
import { bothTimes } from '../../parts/moment.tsx'
import { preferences } from '../../state/preferences.ts'
import { hourOf, shortDay, zoneName } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import type { Habit } from './habit.ts'

/** The drawing, in its own units: where the days begin, how wide one is, how high an hour is, and where the day ends. */
const [LEFT, DAY_WIDTH, HOUR, TOP] = [34, 30, 7, 6]
const BOTTOM = TOP + 24 * HOUR

const { mailbox: words } = PAGE_WORDS

interface HabitPlotParts {
  readonly answer: HabitAnswer
  readonly habit: Habit
  /** The last second of it. */
  readonly until: number
}

/** The logins of a mailbox by day and hour: larger where there were more, marked where they differ from those before. */
export function HabitPlot({ answer, habit, until }: HabitPlotParts): JSX.Element {
  const { times } = preferences.value
  const { days, counts } = answer
  const dayOf = (time: number): number => {
    const shift = times === 'utc' ? 0 : new Date(time * 1000).getTimezoneOffset() * 60
    return Math.floor((time - shift) / 86_400)
  }
  const first = dayOf(until) - days
  const right = LEFT + (days + 1) * DAY_WIDTH
  const width = right + LEFT
  const place = ({ hour }: HabitCount): { x: number; y: number } => ({
    x: LEFT + (dayOf(hour) - first + 0.5) * DAY_WIDTH,
    y: TOP + (hourOf(hour, times) + 0.5) * HOUR,
  })
  const odd = counts.filter((count) => habit.differs(count))
  const usual = merged(counts.filter((count) => !odd.includes(count)))
  const { band } = habit
  return (
    <figure class="plot sheet">
      <figcaption class="heading">
        <h2>{words.plot(days)}</h2>
        <span class="faint">{words.plotNote(times === 'utc' ? 'UTC' : zoneName())}</span>
      </figcaption>
      <div class="plot-scroll" tabIndex={0} role="img" aria-label={words.plotSays(answer.logins, days, odd.length)}>
        <svg viewBox={`0 0 ${width} ${BOTTOM + 20}`} width={width} height={BOTTOM + 20} aria-hidden="true">
          {band === undefined ? null : (
            <rect
              class="band"
              x={LEFT}
              y={TOP + band.from * HOUR}
              width={right - LEFT}
              height={(band.until - band.from) * HOUR}
            />
          )}
          {[0, 6, 12, 18, 24].map((hour) => (
            <g key={hour}>
              <path class={hour % 24 === 0 ? 'axis' : 'axis dotted'} d={`M${LEFT} ${TOP + hour * HOUR}H${right}`} />
              <text class="tick" x={LEFT - 8} y={TOP + hour * HOUR + 4} text-anchor="end">
                {String(hour).padStart(2, '0')}
              </text>
              <text class="tick" x={right + 8} y={TOP + hour * HOUR + 4}>
                {String(hour).padStart(2, '0')}
              </text>
            </g>
          ))}
          {Array.from({ length: Math.ceil(days / 5) + 1 }, (_, at) => at * 5).map((day) => (
            <text key={day} class="tick" x={LEFT + (day + 0.5) * DAY_WIDTH} y={BOTTOM + 15} text-anchor="middle">
              {shortDay(until - (days - day) * 86_400, times)}
            </text>
          ))}
          {usual.map((count) => {
            const { x, y } = place(count)
            return (
              <circle key={count.hour} class="dot" cx={x} cy={y} r={Math.min(6, 1.6 + Math.sqrt(count.count) * 0.7)} />
            )
          })}
          {odd.map((count) => {
            const { x, y } = place(count)
            return (
              <path key={`${count.hour} ${count.network}`} class="odd" d={`M${x} ${y - 6}l6 6-6 6-6-6z`}>
                <title>{`${bothTimes(count.hour)} · ${count.network ?? ''}`}</title>
              </path>
            )
          })}
        </svg>
      </div>
    </figure>
  )
}

/** One dot for an hour, whatever networks and services were used in it. */
function merged(counts: readonly HabitCount[]): readonly HabitCount[] {
  const hours = Map.groupBy(counts, ({ hour }) => hour)
  return [...hours.values()].flatMap((some) => {
    const [first] = some
    return first === undefined ? [] : [{ ...first, count: some.reduce((total, { count }) => total + count, 0) }]
  })
}
