import type { JSX } from 'preact'
import { Failed } from '../../parts/shown.tsx'
import { isFailed, saidNow } from '../../state/answer.ts'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { preferences } from '../../state/preferences.ts'
import { standing } from '../../state/standing.ts'
import { NOW_WORDS as words } from '../../words/now-words.ts'
import { dayName, shortTime } from '../../words/numbers.ts'
import { nowHeadline, total, unseenOf } from './headline.ts'

/** The headline, and below it the day in numbers. */
export function Lead(): JSX.Element {
  const [known, sight] = [standing.counts.known.value, standing.coverage.known.value]
  const counts = saidNow(known)
  const { times } = preferences.value
  const seconds = Math.floor(now.value / 1000)
  const { incidents, unseen } =
    counts === undefined
      ? { incidents: isFailed(known) ? words.headline.failed : words.title, unseen: '' }
      : nowHeadline(counts, unseenOf(saidNow(sight)))
  const blind = isFailed(sight) ? words.headline.sightFailed : unseen
  return (
    <div class="lead">
      <div>
        <h1>
          {incidents} {blind === '' ? null : <a href="#not-seeing">{blind}</a>}
        </h1>
        <p class="now-day">
          {dayName(seconds, times)}, {shortTime(seconds, times)}
          {times === 'utc' ? 'Z' : ''}
          {counts === undefined ? null : <Counts {...counts} />}
        </p>
        <Failed answer={standing.counts} />
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
