import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { CustomerNotice, IncidentAnswer, ShownTodo } from '../../../contract/incident-contract.ts'
import { Command, CopyButton } from '../../parts/copy-button.tsx'
import { Segments } from '../../parts/segments.tsx'
import { prefer, preferences } from '../../state/preferences.ts'
import { me } from '../../state/session.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { DoneWord } from './done-word.tsx'
import { keepNote } from './keep-note.ts'

/** Each language by its own name, whatever the console speaks. */
const NOTICE_LANGUAGES = [
  ['en', 'English'],
  ['de', 'Deutsch'],
] as const

interface NextListParts {
  readonly answer: IncidentAnswer
  readonly onAnswer: (answer: IncidentAnswer) => void
}

/** What to do next: an imperative, where to do it, and what of it is done. */
export function NextList({ answer: { incident, next }, onAnswer }: NextListParts): JSX.Element {
  const done = next.filter((todo) => todo.done !== null).length
  return (
    <section class="block" aria-label={words.next}>
      <div class="heading">
        <h2>{words.next}</h2>
        {next.length === 0 ? null : <span class="faint fill">{words.seenDone(done, next.length)}</span>}
      </div>
      {next.length === 0 ? <p class="soft">{words.nothingNext}</p> : null}
      <ol class="todos">
        {next.map((todo, index) => (
          <Todo key={todo.tick} todo={todo} number={index + 1} incident={incident.id} onAnswer={onAnswer} />
        ))}
      </ol>
    </section>
  )
}

interface TodoParts {
  readonly todo: ShownTodo
  readonly number: number
  readonly incident: number
  readonly onAnswer: (answer: IncidentAnswer) => void
}

function Todo({ todo, number, incident, onAnswer }: TodoParts): JSX.Element {
  const { what, of, where, commands, notice, done } = todo
  const refused = useSignal('')
  const isAsking = useSignal(false)
  const tick = async (): Promise<void> => {
    if (isAsking.peek()) return
    isAsking.value = true
    const outcome = await keepNote(incident, done === null ? todo.tick : todo.untick)
    isAsking.value = false
    refused.value = outcome.refused ?? ''
    if (outcome.answer !== undefined) onAnswer(outcome.answer)
  }
  return (
    <li class={done === null ? 'todo' : 'todo is-done'}>
      <Tick todo={todo} number={number} onTick={() => void tick()} />
      <div>
        <p class="todo-what">
          <b>{what}</b> {of}
        </p>
        {done === null ? <p class="todo-where">{where}</p> : <DoneWord done={done} />}
        {done === null ? <RootCommands commands={commands} /> : null}
        {notice === null ? null : <Notice notice={notice} />}
        <span role="alert" class="deed refused">
          {refused.value}
        </span>
      </div>
    </li>
  )
}

/** Its number, or that it is done; what the hub saw done nobody can take back. */
function Tick({ todo, number, onTick }: Pick<TodoParts, 'todo' | 'number'> & { onTick: () => void }): JSX.Element {
  const { what, of, done } = todo
  const sign = done === null ? number : '✓'
  if (me.value?.rights.judge !== true || done?.seen === true) return <span class="todo-tick">{sign}</span>
  return (
    <button
      type="button"
      class="todo-tick"
      aria-pressed={done !== null}
      aria-label={done === null ? words.tick(number, `${what} ${of}`) : words.untick(`${what} ${of}`)}
      onClick={onTick}
    >
      {sign}
    </button>
  )
}

function RootCommands({ commands }: Pick<ShownTodo, 'commands'>): JSX.Element | null {
  if (commands.length === 0) return null
  return (
    <details class="todo-commands">
      <summary>{words.command}</summary>
      {commands.map((command) => (
        <Command key={command} text={command} />
      ))}
    </details>
  )
}

/** What can be sent to the customer, in a language that is remembered: to read first, and to copy. */
function Notice({ notice }: { readonly notice: CustomerNotice }): JSX.Element {
  const { noticeLanguage } = preferences.value
  const text = notice[noticeLanguage]
  return (
    <>
      <details class="todo-commands">
        <summary>{words.readNotice}</summary>
        <pre lang={noticeLanguage}>{text}</pre>
      </details>
      <div class="notice-acts">
        <Segments
          label={words.noticeLanguage}
          choices={NOTICE_LANGUAGES}
          chosen={noticeLanguage}
          onChoose={(choice) => prefer({ noticeLanguage: choice })}
        />
        <CopyButton text={text} label={words.notice} />
      </div>
    </>
  )
}
