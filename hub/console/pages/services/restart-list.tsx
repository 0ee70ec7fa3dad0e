import type { JSX } from 'preact'
import { Age } from '../../parts/moment.tsx'
import { Shown } from '../../parts/shown.tsx'
import { queried } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { SERVICES_WORDS } from '../../words/services-words.ts'
import { useWeek } from './check-history.tsx'
import { restartsIn } from './restarts.ts'

const { restarts: words, history, panel } = SERVICES_WORDS

/** Which events, and how many of them are looked at. */
const [KINDS, MOST] = ['service_restarted,service_given_up', 500]

/** How many checks stand here. */
const SHOWN = 12

/** What was restarted in the last days. */
export function RestartList({ round }: { readonly round: number }): JSX.Element {
  const answer = useWeek({ kind: KINDS, limit: String(MOST) }, round)
  return (
    <section aria-labelledby="check-restarts">
      <div class="heading">
        <h2 id="check-restarts">{words.title}</h2>
        <span class="faint">{history.note}</span>
        <a class="link fill" href={pathTo('events', {}, new URLSearchParams({ kind: KINDS, last: '7d' }).toString())}>
          {history.all}
        </a>
      </div>
      <div class="sheet">
        <Shown answer={answer}>
          {({ events, next }) =>
            events.length === 0 ? (
              <p class="block soft">{words.none}</p>
            ) : (
              <ul class="check-facts">
                {restartsIn(events)
                  .slice(0, SHOWN)
                  .map(({ host, check, count, last, isGivenUp }) => (
                    <li key={`${host} ${check}`}>
                      <span>
                        <a class="link" href={queried({ host, check })}>
                          {check}
                        </a>{' '}
                        <span class="soft">{host}</span>
                      </span>
                      <span>
                        {words.times(count, next === null)}
                        {isGivenUp ? <span class="as-down">, {words.givenUp}</span> : null}{' '}
                        <span class="faint">
                          {words.last} <Age time={last} /> {panel.ago}
                        </span>
                      </span>
                    </li>
                  ))}
              </ul>
            )
          }
        </Shown>
      </div>
    </section>
  )
}
