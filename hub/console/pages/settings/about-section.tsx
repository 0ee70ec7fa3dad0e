import type { JSX } from 'preact'
import type { SettingsAnswer } from '../../../contract/settings-contract.ts'
import { Fact } from '../../parts/fact.tsx'
import { DayMoment } from '../../parts/moment.tsx'
import { useAnswer } from '../../parts/shown.tsx'
import { now } from '../../state/now.ts'
import { lasting } from '../../words/numbers.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { SectionLead, SectionShown } from './section-lead.tsx'

const { about: words } = SETTINGS_WORDS

/** Which hub this is, and how it is set up. */
export function AboutSection(): JSX.Element {
  const answer = useAnswer<SettingsAnswer>('/api/v1/settings')
  return (
    <SectionShown title={SETTINGS_WORDS.sections.about} answer={answer}>
      {(settings) => (
        <>
          <SectionLead title={words.title(settings.version)} />
          <h2 class="part">{words.facts}</h2>
          <Facts settings={settings} />
          <h2 class="part">{words.more}</h2>
          <div class="sheet panel">
            <p>
              <a class="link" href="/api/v1/openapi.json" target="_blank" rel="noreferrer">
                {words.api}
              </a>
            </p>
            <p>
              {words.onHub} <code>man spoor-hub</code>, <code>man hub.yml</code>, <code>/usr/share/doc/spoor-hub/</code>
            </p>
          </div>
          <h2 class="part">{words.licence}</h2>
          <div class="sheet panel">
            <p>{words.mit}</p>
            <p class="soft">
              {words.others} <code>/usr/share/doc/spoor-hub/third-party-licences.txt</code>
            </p>
          </div>
        </>
      )}
    </SectionShown>
  )
}

function Facts({ settings }: { readonly settings: SettingsAnswer }): JSX.Element {
  const { started, store, public_url: url, trusted_proxies: proxies, silence, places, forward } = settings
  return (
    <dl class="sheet facts">
      <Fact name={words.started}>
        <DayMoment time={started} />, {words.since} {lasting(now.value / 1000 - started)}
      </Fact>
      <Fact name={words.store}>
        {words.stores[store.kind]}, <code>{store.place}</code>
      </Fact>
      <Fact name={words.address}>{url ?? words.asAsked}</Fact>
      <Fact name={words.proxies}>{proxies.length === 0 ? words.none : proxies.join(', ')}</Fact>
      <Fact name={words.silence}>{lasting(silence)}</Fact>
      <Fact name={words.places}>
        {places.length === 0
          ? words.none
          : places.map(({ part, file, built }) => (
              <div key={part}>
                {words.parts[part]}: <code>{file}</code>, {built === null ? words.unknownAge : `${words.built} `}
                {built === null ? null : <DayMoment time={built} />}
              </div>
            ))}
      </Fact>
      <Fact name={words.forward}>{forward.length === 0 ? words.none : forward.join(', ')}</Fact>
    </dl>
  )
}
