import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { HostsAnswer } from '../../../contract/host-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { goTo } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { standing } from '../../state/standing.ts'
import { NOW_WORDS as words } from '../../words/now-words.ts'
import { WORDS } from '../../words/words.ts'
import { unseenOf } from './headline.ts'
import { LastDay } from './last-day.tsx'
import { Lead } from './lead.tsx'
import { NotSeeing } from './not-seeing.tsx'
import { ServicesSection } from './services-section.tsx'
import { Triage } from './triage.tsx'

/** The first page: what is to be done, what is not seen, and how the day was. */
export function NowPage(): JSX.Element {
  useEffect(() => void (document.title = `${words.title} · ${WORDS.brand}`), [])
  return (
    <div class="page">
      <Lead />
      <NoHosts />
      <div class="now">
        <Triage />
        <div class="now-aside">
          <NotSeeing />
          <ServicesSection />
          <LastDay />
        </div>
      </div>
    </div>
  )
}

/** A hub that no host has ever enrolled with has nothing to show: it begins with the first one. */
function NoHosts(): null {
  const isEmpty = unseenOf(standing.coverage.known.value.value)?.all === 0
  const hosts = useAnswer<HostsAnswer>(isEmpty ? '/api/v1/hosts' : undefined)
  const { value } = hosts.known.value
  useEffect(() => {
    if (value?.hosts.length === 0) goTo(pathTo('firstHost'), 'replace')
  }, [value])
  return null
}
