import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Menu } from '../../parts/menu.tsx'
import { ask } from '../../state/ask.ts'
import { refusalWords } from '../../state/change-incident.ts'
import { now } from '../../state/now.ts'
import { preferences } from '../../state/preferences.ts'
import { say } from '../../state/said.ts'
import { NOW_WORDS } from '../../words/now-words.ts'
import { shortDay, shortTime } from '../../words/numbers.ts'

const { snooze: words } = NOW_WORDS

/** How long one can snooze, in seconds. */
const SPANS = [
  [words.spans.hour, 3600],
  [words.spans.hours, 4 * 3600],
  [words.spans.day, 86_400],
  [words.spans.week, 7 * 86_400],
] as const

/** How long it can be taken back, in milliseconds. */
const UNDO = 30_000

/** What came of it. */
interface Said {
  readonly words: string
  readonly isRefused: boolean
  /** The snooze that was made, and until when it can be taken back, in milliseconds. */
  readonly made?: { readonly id: number; readonly undoUntil: number }
}

interface SnoozeParts {
  readonly incident: number
  /** Hears that what is snoozed has changed. */
  readonly onChange: () => void
}

/** Has an incident not told for a while; says so in its own place. */
export function Snooze({ incident, onChange }: SnoozeParts): JSX.Element {
  const said = useSignal<Said | undefined>(undefined)
  const { value: done } = said
  const canUndo = done?.made !== undefined && done.made.undoUntil > now.value
  return (
    <span class="snooze">
      <Menu label={words.label} title={`${words.menu} (z)`} style="button small quiet">
        {SPANS.map(([name, seconds]) => (
          <button
            key={name}
            type="button"
            onClick={({ currentTarget }) => {
              shut(currentTarget)
              void snooze(said, { incident, seconds }).then(onChange)
            }}
          >
            {name}
          </button>
        ))}
      </Menu>
      {done === undefined ? null : <span class={done.isRefused ? 'deed refused' : 'deed'}>{done.words}</span>}
      {canUndo ? (
        <button type="button" class="button small" onClick={() => void undo(said).then(onChange)}>
          {words.undo}
        </button>
      ) : null}
    </span>
  )
}

/** Until when something is snoozed, as a time or a day. */
export function snoozeEnd(time: number): string {
  const { times } = preferences.value
  const isNear = time - now.peek() / 1000 < 20 * 3600
  return isNear ? shortTime(time, times) : `${shortDay(time, times)}, ${shortTime(time, times)}`
}

function shut(within: Element): void {
  const details = within.closest('details')
  if (details !== null) details.open = false
  details?.querySelector('summary')?.focus()
}

async function snooze(said: Signal<Said | undefined>, wish: { incident: number; seconds: number }): Promise<void> {
  const until = Math.floor(Date.now() / 1000) + wish.seconds
  const json = { what: 'incident', which: String(wish.incident), until }
  const outcome = await ask<{ readonly id: number }>('/api/v1/snoozes', { method: 'POST', json })
  if ('problem' in outcome) tell(said, { words: refusalWords(outcome.problem), isRefused: true })
  else {
    const made = { id: outcome.value.id, undoUntil: Date.now() + UNDO }
    tell(said, { words: words.done(snoozeEnd(until)), isRefused: false, made })
  }
}

async function undo(said: Signal<Said | undefined>): Promise<void> {
  const made = said.peek()?.made
  if (made === undefined) return
  const outcome = await ask<undefined>(`/api/v1/snoozes/${made.id}`, { method: 'DELETE' })
  if ('problem' in outcome) tell(said, { words: refusalWords(outcome.problem), isRefused: true })
  else tell(said, { words: words.undone, isRefused: false })
}

function tell(said: Signal<Said | undefined>, what: Said): void {
  said.value = what
  say(what.words)
}
