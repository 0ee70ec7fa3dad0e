import type { JSX } from 'preact'
import { later } from '../../parts/later.tsx'
import { Failed } from '../../parts/shown.tsx'
import { troubleIn } from '../../state/check-state.ts'
import { pathTo } from '../../state/place.ts'
import { standing } from '../../state/standing.ts'
import { CHECK_WORDS as words } from '../../words/check-words.ts'

/** Loaded only where hosts check something. */
const ServicesNow = later(async () => (await import('./services-now.tsx')).ServicesNow)

/** The services of all hosts; nothing where no host checks anything. */
export function ServicesSection(): JSX.Element | null {
  const { value } = standing.checks.known.value
  const all = Object.values(value?.counts ?? {}).reduce((sum, count) => sum + count, 0)
  if (value === undefined) return <Failed answer={standing.checks} />
  if (all === 0) return null
  return (
    <section id="services-now" aria-labelledby="services-now-title">
      <div class="heading now-heading">
        <h2 id="services-now-title">{words.heading}</h2>
        <span class="faint">{words.needLook(troubleIn(value.counts), all)}</span>
        <a class="link fill" href={pathTo('services')}>
          {words.all}
        </a>
      </div>
      <div class="sheet">
        <ServicesNow />
      </div>
    </section>
  )
}
