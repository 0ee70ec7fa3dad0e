import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { now } from '../state/now.ts'
import { preferences } from '../state/preferences.ts'
import { refusalWords } from '../state/refusal-words.ts'
import { say } from '../state/said.ts'
import { addSnooze, endSnooze, snoozeOf, watchSnoozes } from '../state/snoozes.ts'
import { shortDay, shortTime } from '../words/numbers.ts'
import { SNOOZE_WORDS as words } from '../words/snooze-words.ts'
import { Menu } from './menu.tsx'

/** How long one can snooze, in seconds. */
const SPANS = [
  [words.spans.hour, 3600],
  [words.spans.hours, 4 * 3600],
  [words.spans.day, 86_400],
  [words.spans.week, 7 * 86_400],
] as const

/** How long it can be taken back beside the menu, in milliseconds; in the menu it always can. */
const UNDO = 30_000

/** Has an incident not told for a while, and says until when in its own place. */
export function Snooze({ incident }: { readonly incident: number }): JSX.Element {
  const [refused, undoUntil] = [useSignal(''), useSignal(0)]
  useEffect(watchSnoozes, [])
  const snooze = snoozeOf(snoozedIncident(incident))
  const end = (): void => {
    if (snooze !== undefined) void stop(snooze.id, refused)
  }
  return (
    <span class="snooze">
      <Menu
        label={snooze === undefined ? words.label : words.until(timeOf(snooze.until))}
        title={
          snooze === undefined
            ? `${words.menu} (z)`
            : `${words.until(timeOf(snooze.until))} ${words.by(snooze.who)} (z)`
        }
        style={snooze === undefined ? 'button small quiet' : 'button small'}
      >
        {SPANS.map(([name, seconds]) => (
          <button
            key={name}
            type="button"
            onClick={({ currentTarget }) => {
              shut(currentTarget)
              undoUntil.value = Date.now() + UNDO
              void start({ incident, seconds }, refused)
            }}
          >
            {name}
          </button>
        ))}
        {snooze === undefined ? null : (
          <button
            type="button"
            onClick={({ currentTarget }) => {
              shut(currentTarget)
              end()
            }}
          >
            {words.end}
          </button>
        )}
      </Menu>
      {refused.value === '' ? null : <span class="deed refused">{refused.value}</span>}
      {snooze !== undefined && undoUntil.value > now.value ? (
        <button type="button" class="button small" onClick={end}>
          {words.undo}
        </button>
      ) : null}
    </span>
  )
}

/** An incident as snoozes name it. */
function snoozedIncident(id: number): { readonly what: 'incident'; readonly which: string } {
  return { what: 'incident', which: String(id) }
}

function shut(within: Element): void {
  const details = within.closest('details')
  if (details !== null) details.open = false
  details?.querySelector('summary')?.focus()
}

async function start(wish: { incident: number; seconds: number }, refused: Signal<string>): Promise<void> {
  const until = Math.floor(Date.now() / 1000) + wish.seconds
  const outcome = await addSnooze({ ...snoozedIncident(wish.incident), until })
  refused.value = 'problem' in outcome ? refusalWords(outcome.problem) : ''
  say(refused.value || words.until(timeOf(until)))
}

async function stop(id: number, refused: Signal<string>): Promise<void> {
  const outcome = await endSnooze(id)
  refused.value = 'problem' in outcome ? refusalWords(outcome.problem) : ''
  say(refused.value || words.ended)
}

/** When something ends: with the day, unless that is soon. */
function timeOf(time: number): string {
  const { times } = preferences.value
  const isSoon = time - now.peek() / 1000 < 20 * 3600
  return isSoon ? shortTime(time, times) : `${shortDay(time, times)}, ${shortTime(time, times)}`
}
