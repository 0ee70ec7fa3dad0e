import type { JSX } from 'preact'
import type { QuarantineAnswer } from '../../../contract/settings-contract.ts'
import { DayMoment } from '../../parts/moment.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { TableHead } from '../../parts/table-head.tsx'
import { place, queried } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { HOSTS_WORDS } from '../../words/hosts-words.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'

const { retention: words, audit } = SETTINGS_WORDS

/** What agents sent that could not be taken as events, the newest first; `?before=` goes on. */
export function QuarantineList(): JSX.Element {
  const before = place.value?.query.get('before') ?? ''
  const query = new URLSearchParams({ limit: '50', ...(before === '' ? {} : { before }) })
  const answer = useAnswer<QuarantineAnswer>(`/api/v1/quarantine?${query}`)
  return (
    <Shown answer={answer}>
      {({ entries, next }) =>
        entries.length === 0 && before === '' ? (
          <div class="sheet scrolls">
            <StateBox kind="empty" word={WORDS.states.empty} title={words.noQuarantine}>
              <p>{words.noQuarantineHint}</p>
            </StateBox>
          </div>
        ) : (
          <div class="sheet scrolls">
            <EntryTable entries={entries} />
            <div class="older">
              {before === '' ? null : (
                <a class="button small" href={queried({ before: undefined })}>
                  {audit.newest}
                </a>
              )}
              {next === null ? (
                <span class="faint">{WORDS.end}</span>
              ) : (
                <a class="button small" href={queried({ before: String(next) })}>
                  {audit.older}
                </a>
              )}
            </div>
          </div>
        )
      }
    </Shown>
  )
}

function EntryTable({ entries }: { readonly entries: QuarantineAnswer['entries'] }): JSX.Element {
  const heads = [words.received, HOSTS_WORDS.host, words.reason, words.entry]
  return (
    <table class="table stacks">
      <TableHead caption={words.quarantineNote} heads={heads} />
      <tbody>
        {entries.map(({ id, at, host, reason, detail, entry }) => (
          <tr key={id}>
            <td class="soft">
              <DayMoment time={at} />
            </td>
            <td data-head={HOSTS_WORDS.host}>
              <a class="link" href={pathTo('host', { name: host })}>
                {host}
              </a>
            </td>
            <td data-head={words.reason} class="wraps">
              {words.reasons[reason] ?? reason}: {detail}
            </td>
            <td data-head={words.entry} class="wraps">
              <code>{entry}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
