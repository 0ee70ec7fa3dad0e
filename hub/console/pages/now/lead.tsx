import type { JSX } from 'preact'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { preferences } from '../../state/preferences.ts'
import { standing } from '../../state/standing.ts'
import { NOW_WORDS as words } from '../../words/now-words.ts'
import { dayName, shortTime } from '../../words/numbers.ts'
import { nowHeadline, total, unseenOf } from './headline.ts'

/** The headline, and below it the day in numbers. */
export function Lead(): JSX.Element {
  const { value: counts } = standing.counts.known.value
  const { times } = preferences.value
  const seconds = Math.floor(now.value / 1000)
  const { incidents, unseen } =
    counts === undefined
      ? { incidents: words.title, unseen: '' }
      : nowHeadline(counts, unseenOf(standing.coverage.known.value.value))
  return (
    <div class="lead">
      <div>
        <h1>
          {incidents} {unseen === '' ? null : <a href="#not-seeing">{unseen}</a>}
        </h1>
        <p class="now-day">
          {dayName(seconds, times)}, {shortTime(seconds, times)}
          {times === 'utc' ? 'Z' : ''}
          {counts === undefined ? null : <Counts {...counts} />}
        </p>
      </div>
    </div>
  )
}

function Counts({ open, contained, ended }: NonNullable<typeof standing.counts.known.value.value>): JSX.Element {
  const unowned = total(open, ({ assigned }) => !assigned)
  return (
    <>
      {` · ${words.open(total(open))}${unowned > 0 ? `, ${words.unowned(unowned)}` : ''}`}
      {contained > 0 ? (
        <>
          {' · '}
          <a href={pathTo('incidents', {}, 'state=contained')}>{words.contained(contained)}</a>
        </>
      ) : null}
      {ended > 0 ? ` · ${words.ended(ended)}` : ''}
    </>
  )
}
