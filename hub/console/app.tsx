import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { PageName } from '../contract/console-paths.ts'
import type { MeAnswer, SetupState } from '../contract/person-contract.ts'
import { SignInPage } from './pages/entry/sign-in-page.tsx'
import { NowPage } from './pages/now/now-page.tsx'
import { Guarded } from './parts/guarded.tsx'
import { Footprints } from './parts/icon.tsx'
import { later } from './parts/later.tsx'
import { Loading } from './parts/loading.tsx'
import { NoPage } from './parts/no-page.tsx'
import { ProblemBox } from './parts/problem-box.tsx'
import { useAnswer } from './parts/shown.tsx'
import { Shell } from './shell/shell.tsx'
import { ask } from './state/ask.ts'
import { goTo, place } from './state/navigator.ts'
import { type PagePlace, pathTo } from './state/place.ts'
import { me, meetPerson } from './state/session.ts'
import { WORDS } from './words/words.ts'

/** Pages that are loaded when they are first seen: most people begin with Now. */
const AddressPage = later(async () => (await import('./pages/address/address-page.tsx')).AddressPage)
const AlertsPage = later(async () => (await import('./pages/alerts/alerts-page.tsx')).AlertsPage)
const FirstHostPage = later(async () => (await import('./pages/entry/first-host-page.tsx')).FirstHostPage)
const SetupPage = later(async () => (await import('./pages/entry/setup-page.tsx')).SetupPage)
const EventsPage = later(async () => (await import('./pages/events/events-page.tsx')).EventsPage)
const HostPage = later(async () => (await import('./pages/hosts/host-page.tsx')).HostPage)
const HostsPage = later(async () => (await import('./pages/hosts/hosts-page.tsx')).HostsPage)
const IncidentPage = later(async () => (await import('./pages/incident/incident-page.tsx')).IncidentPage)
const IncidentsPage = later(async () => (await import('./pages/incidents/incidents-page.tsx')).IncidentsPage)
const MailboxPage = later(async () => (await import('./pages/mailbox/mailbox-page.tsx')).MailboxPage)
const ServicesPage = later(async () => (await import('./pages/services/services-page.tsx')).ServicesPage)
const SettingsPage = later(async () => (await import('./pages/settings/settings-page.tsx')).SettingsPage)
const StatisticsPage = later(async () => (await import('./pages/statistics/statistics-page.tsx')).StatisticsPage)

/** The console: who is there, and what they look at. */
export function App(): JSX.Element {
  const answer = useAnswer<MeAnswer>('/api/v1/me', meetPerson)
  const { problem, nextTry } = answer.known.value
  if (me.value === undefined && problem !== undefined)
    return (
      <main class="entry" id="main">
        <h1 class="brand">
          <Footprints />
          {WORDS.brand}
        </h1>
        <ProblemBox problem={problem} nextTry={nextTry} onAgain={() => answer.again()} />
      </main>
    )
  if (me.value === undefined) return <Loading />
  if (me.value === null) return <Entry />
  return (
    <Shell>
      <Guarded key={place.value === undefined ? '' : location.pathname}>
        <Page here={place.value} />
      </Guarded>
    </Shell>
  )
}

/** For nobody who is signed in: the first run, or the way in. */
function Entry(): JSX.Element {
  const needed = useSignal<boolean | undefined>(undefined)
  useEffect(() => {
    const look = async (): Promise<void> => {
      const outcome = await ask<SetupState>('/api/v1/setup')
      needed.value = 'value' in outcome && outcome.value.needed
    }
    void look()
  }, [])
  if (needed.value === undefined) return <Loading />
  return needed.value ? <SetupPage onDone={() => goTo('/first-host')} /> : <SignInPage />
}

/** What each page shows, by its name. */
const PAGES: Readonly<Record<PageName, (parameters: PagePlace['parameters']) => JSX.Element>> = {
  now: () => <NowPage />,
  login: () => <Entered />,
  setup: () => <Entered />,
  firstHost: () => <FirstHostPage />,
  events: () => <EventsPage />,
  mailbox: ({ address = '' }) => <MailboxPage key={address} address={address} />,
  address: ({ ip = '' }) => <AddressPage key={ip} ip={ip} />,
  incidents: () => <IncidentsPage />,
  incident: ({ id = '' }) => <IncidentPage key={id} id={id} />,
  hosts: () => <HostsPage />,
  settings: () => <SettingsPage section="you" />,
  settingsSection: ({ section = '' }) => <SettingsPage key={section} section={section} />,
  host: ({ name = '' }) => <HostPage key={name} name={name} />,
  services: () => <ServicesPage />,
  statistics: () => <StatisticsPage />,
  alerts: () => <AlertsPage />,
}

/** The page of a place. */
function Page({ here }: { readonly here: PagePlace | undefined }): JSX.Element {
  if (here !== undefined) return PAGES[here.page](here.parameters)
  return (
    <div class="page">
      <NoPage />
    </div>
  )
}

/** Who is in already goes to the first page. */
function Entered(): null {
  useEffect(() => goTo(pathTo('now'), 'replace'), [])
  return null
}
