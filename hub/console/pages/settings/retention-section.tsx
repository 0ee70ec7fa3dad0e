import type { JSX } from 'preact'
import type { SettingsAnswer } from '../../../contract/settings-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { kindLabel } from '../../words/kind-words.ts'
import { lasting } from '../../words/numbers.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { EraseMailbox } from './erase-mailbox.tsx'
import { QuarantineList } from './quarantine-list.tsx'
import { mayManage, SectionLead, SectionShown } from './section-lead.tsx'

const { retention: words } = SETTINGS_WORDS

/** How long what is kept, and what can be taken out. */
export function RetentionSection(): JSX.Element {
  const answer = useAnswer<SettingsAnswer>('/api/v1/settings')
  return (
    <>
      <SectionShown title={SETTINGS_WORDS.sections.retention} answer={answer}>
        {({ retention }) => (
          <>
            <SectionLead title={words.title(longTime(retention.events))} note={words.note} />
            <KeptTable retention={retention} />
          </>
        )}
      </SectionShown>
      {mayManage() ? (
        <>
          <h2 class="part">{words.erase}</h2>
          <EraseMailbox />
        </>
      ) : null}
      <h2 class="part">{words.quarantined}</h2>
      <QuarantineList />
    </>
  )
}

/** Days in words; what is no whole number of days as usual. */
function longTime(seconds: number): string {
  return seconds % 86_400 === 0 ? words.days(seconds / 86_400) : lasting(seconds)
}

function KeptTable({ retention }: { readonly retention: SettingsAnswer['retention'] }): JSX.Element {
  const { events, kinds, incidents, quarantine, audit, minutes, totals, places } = retention
  const rows: readonly (readonly [what: string, time: number, option: string])[] = [
    [words.events, events, 'retention.events'],
    ...Object.entries(kinds).map(([kind, time]) => [words.kind(kindLabel(kind)), time, 'retention.kinds'] as const),
    [words.incidents, incidents, 'retention.incidents'],
    [words.minutes, minutes, 'retention.minutes'],
    [words.totals, totals, 'retention.totals'],
    [words.places, places, 'places.memory'],
    [words.quarantine, quarantine, 'retention.quarantine'],
    [words.audit, audit, 'retention.audit'],
  ]
  return (
    <div class="sheet">
      <table class="table stacks">
        <caption class="unseen">{words.kept}</caption>
        <tbody>
          {rows.map(([what, time, option]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>{longTime(time)}</td>
              <td class="right">
                <code class="faint">{option}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
