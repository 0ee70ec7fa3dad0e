import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { IncidentAnswer, ShownDeed } from '../../../contract/incident-contract.ts'
import { NearMoment } from '../../parts/moment.tsx'
import { ask } from '../../state/ask.ts'
import { refusalWords } from '../../state/refusal-words.ts'
import { say } from '../../state/said.ts'
import { me } from '../../state/session.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { deedWords } from './deed-in-words.ts'
import { keepNote } from './keep-note.ts'

/** How much of the history comes with an incident. */
const PAGE = 100

interface NotesParts {
  readonly answer: IncidentAnswer
  readonly onAnswer: (answer: IncidentAnswer) => void
}

/** What people noted and did, and the hub: newest first, below the field, so that nothing moves it. */
export function Notes({ answer: { incident, history }, onAnswer }: NotesParts): JSX.Element {
  const older = useSignal<readonly ShownDeed[]>([])
  const [isEnd, problem, isAsking] = [useSignal(history.length < PAGE), useSignal(''), useSignal(false)]
  const lines = [...history, ...older.value.filter(({ id }) => id < (history.at(-1)?.id ?? 0))]
  const more = async (): Promise<void> => {
    if (isAsking.peek()) return
    isAsking.value = true
    const path = `/api/v1/incidents/${incident.id}/history?before=${lines.at(-1)?.id ?? ''}`
    const outcome = await ask<{ history: readonly ShownDeed[]; next: number | null }>(path)
    isAsking.value = false
    problem.value = 'problem' in outcome ? refusalWords(outcome.problem) : ''
    if ('problem' in outcome) return
    older.value = [...older.value, ...outcome.value.history]
    isEnd.value = outcome.value.next === null
  }
  return (
    <section class="block" aria-label={words.notes}>
      <div class="heading">
        <h2>{words.notes}</h2>
        <span class="faint fill">{lines.length}</span>
      </div>
      {me.value?.rights.judge === true ? <NoteField incident={incident.id} onAnswer={onAnswer} /> : null}
      <ol class="notes">
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ol>
      {isEnd.value ? null : (
        <button type="button" class="button small" onClick={() => void more()}>
          {words.olderNotes}
        </button>
      )}
      <span role="alert">{problem.value}</span>
    </section>
  )
}

function Line({ line }: { readonly line: ShownDeed }): JSX.Element {
  const { at, actor, detail, action } = line
  const isNote = action === 'noted'
  const deed = deedWords(line)
  const isSaid = action === 'assigned' || action === 'assessed' || action === 'opened'
  return (
    <li class={isNote ? 'note' : 'note of-deed'}>
      <b>{actor === '' ? words.hub : actor}</b> {deed === '' ? '' : `${deed} `}
      <span class="faint">
        <NearMoment time={at} />
      </span>
      {detail === '' || isSaid ? null : <p>{detail}</p>}
    </li>
  )
}

/** The field of a note; what was typed stays until it is kept, and nothing is typed that would go with it. */
function NoteField({ incident, onAnswer }: { readonly incident: number } & Pick<NotesParts, 'onAnswer'>): JSX.Element {
  const [text, said, isAsking] = [useSignal(''), useSignal(''), useSignal(false)]
  const keep = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (text.value.trim() === '' || isAsking.peek()) return
    isAsking.value = true
    const { answer, refused } = await keepNote(incident, text.value)
    isAsking.value = false
    said.value = refused ?? words.kept
    say(said.value)
    if (answer === undefined) return
    text.value = ''
    onAnswer(answer)
  }
  return (
    <form class="note-field" onSubmit={(event) => void keep(event)}>
      <textarea
        rows={text.value === '' ? 1 : 3}
        maxLength={4000}
        aria-label={words.write}
        placeholder={words.write}
        title={`${words.write} (m)`}
        value={text.value}
        readOnly={isAsking.value}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value
          said.value = ''
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void keep(event)
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      {text.value.trim() === '' ? (
        <span class="faint">{said.value}</span>
      ) : (
        <span class="note-acts">
          <button type="submit" class="button small">
            {words.keep}
          </button>
          <span class="deed refused">{said.value}</span>
        </span>
      )}
    </form>
  )
}
