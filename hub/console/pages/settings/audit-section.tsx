import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { AuditAnswer, AuditNoteShown } from '../../../contract/access-contract.ts'
import { ChoiceField } from '../../parts/choice-field.tsx'
import { ExportMenu } from '../../parts/export-menu.tsx'
import { DayMoment } from '../../parts/moment.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { TableHead } from '../../parts/table-head.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { place, queried, setQuery } from '../../state/navigator.ts'
import { DEED_WORDS } from '../../words/deed-words.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import { AdminsOnly, mayManage, SectionLead } from './section-lead.tsx'

const { audit: words } = SETTINGS_WORDS

/** Who did what; `?about=`, `?action=` and `?before=` say which of it. */
export function AuditSection(): JSX.Element {
  return mayManage() ? <AuditLog /> : <AdminsOnly title={SETTINGS_WORDS.sections.audit} />
}

function AuditLog(): JSX.Element {
  const [filters, query] = [asked(['about', 'action']), asked(['about', 'action', 'before'])]
  const answer = useAnswer<AuditAnswer>(`/api/v1/audit?${query}`)
  return (
    <>
      <SectionLead title={words.title} note={words.note} />
      <div class="filtered">
        <AuditFilters
          key={filters.toString()}
          about={filters.get('about') ?? ''}
          action={filters.get('action') ?? ''}
        />
        <ExportMenu path="/api/v1/audit/export" filters={filters} />
      </div>
      <Shown answer={answer}>
        {({ notes, next }) => (
          <div class="sheet scrolls">
            {notes.length === 0 ? <NothingFits /> : <AuditTable notes={notes} />}
            {next === null && !query.has('before') ? null : (
              <div class="older">
                {query.has('before') ? (
                  <a class="button small" href={queried({ before: undefined })}>
                    {words.newest}
                  </a>
                ) : null}
                {next === null ? (
                  <span class="faint">{WORDS.end}</span>
                ) : (
                  <a class="button small" href={queried({ before: String(next) })}>
                    {words.older}
                  </a>
                )}
              </div>
            )}
          </div>
        )}
      </Shown>
    </>
  )
}

/** What the address of the page says of these. */
function asked(names: readonly string[]): URLSearchParams {
  const values = names.map((name) => [name, place.value?.query.get(name) ?? ''])
  return new URLSearchParams(values.filter(([, value]) => value !== ''))
}

function NothingFits(): JSX.Element {
  const acts = (
    <a class="button small" href={queried({ about: undefined, action: undefined, before: undefined })}>
      {words.clear}
    </a>
  )
  return <StateBox kind="noMatch" word={WORDS.states.noMatch} title={words.none} acts={acts} />
}

function AuditFilters({ about, action }: { readonly about: string; readonly action: string }): JSX.Element {
  const [person, deed] = [useSignal(about), useSignal(action)]
  const apply = (event?: Event): void => {
    event?.preventDefault()
    const [name, chosen] = [person.value.trim().toLowerCase(), deed.value]
    setQuery({
      about: name === '' ? undefined : name,
      action: chosen === '' ? undefined : chosen,
      before: undefined,
    })
  }
  const known = Object.entries(DEED_WORDS).toSorted(([, a], [, b]) => a.localeCompare(b))
  const isUnknown = action !== '' && !Object.hasOwn(DEED_WORDS, action)
  const choices: readonly (readonly [string, string])[] = [
    ['', words.any],
    ...known,
    ...(isUnknown ? ([[action, action]] as const) : []),
  ]
  return (
    <form class="filters-of" onSubmit={apply} onChange={() => apply()}>
      <TextField label={words.about} hint={words.aboutHint} value={person} autocomplete="off" isOptional />
      <ChoiceField label={words.action} choices={choices} value={deed} />
      <button type="submit" class="unseen" tabIndex={-1}>
        {WORDS.find.go}
      </button>
    </form>
  )
}

function AuditTable({ notes }: { readonly notes: readonly AuditNoteShown[] }): JSX.Element {
  const heads = [words.time, words.who, words.did, words.whom, words.detail, words.from]
  return (
    <table class="table stacks audit">
      <TableHead caption={words.list} heads={heads} />
      <tbody>
        {notes.map(({ id, at, actor, action, target, detail, address }) => (
          <tr key={id}>
            <td class="soft">
              <DayMoment time={at} />
            </td>
            <td data-head={words.who}>{actor === '' ? <span class="faint">{words.nobody}</span> : actor}</td>
            <td data-head={words.did}>{DEED_WORDS[action] ?? action.replaceAll('_', ' ')}</td>
            <td data-head={words.whom} class={target === '' ? 'blank' : undefined}>
              {target === '' ? WORDS.nothing : target}
            </td>
            <td data-head={words.detail} class={detail === '' ? 'blank' : 'soft wraps'}>
              {detail === '' ? WORDS.nothing : detail}
            </td>
            <td data-head={words.from} class="soft">
              {address === '' ? words.commandLine : address}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
