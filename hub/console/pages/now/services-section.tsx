import type { JSX } from 'preact'
import { later } from '../../parts/later.tsx'
import { Failed } from '../../parts/shown.tsx'
import { isFailed } from '../../state/answer.ts'
import { troubleIn } from '../../state/check-state.ts'
import { pathTo } from '../../state/place.ts'
import { standing } from '../../state/standing.ts'
import { CHECK_WORDS as words } from '../../words/check-words.ts'

/** Loaded only where hosts check something. */
const ServicesNow = later(async () => (await import('./services-now.tsx')).ServicesNow)

/** The services of all hosts; nothing where no host checks anything. */
export function ServicesSection(): JSX.Element | null {
  const known = standing.checks.known.value
  const { value } = known
  const all = Object.values(value?.counts ?? {}).reduce((sum, count) => sum + count, 0)
  if (all === 0 && !isFailed(known)) return null
  return (
    <section id="services-now" aria-labelledby="services-now-title">
      <div class="heading now-heading">
        <h2 id="services-now-title">{words.heading}</h2>
        {value === undefined ? null : <span class="faint">{words.needLook(troubleIn(value.counts), all)}</span>}
        <a class="link fill" href={pathTo('services')}>
          {words.all}
        </a>
      </div>
      <div class="sheet">
        <Failed answer={standing.checks} />
        {all === 0 ? null : <ServicesNow />}
      </div>
    </section>
  )
}
