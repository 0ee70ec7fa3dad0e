import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { ShownSnooze } from '../../../contract/alert-contract.ts'
import { ActWords } from '../../parts/act-words.tsx'
import { Act } from '../../state/act.ts'
import { ask } from '../../state/ask.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'

const { snoozes: words } = ALERT_WORDS

/** The snoozes that were ended here: they stay in their places, and can be made again for a while. */
export class EndedSnoozes {
  readonly #acts = new Map<number, Act>()
  readonly #ended = signal<readonly ShownSnooze[]>([])
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** What the control of a snooze says. */
  actOf(id: number): Act {
    const act = this.#acts.get(id) ?? new Act()
    this.#acts.set(id, act)
    return act
  }

  /** These snoozes with those that were ended here, the newest first. */
  with(snoozes: readonly ShownSnooze[]): readonly ShownSnooze[] {
    const others = this.#ended.value.filter(({ id }) => !snoozes.some((each) => each.id === id))
    return [...snoozes, ...others].toSorted((one, other) => other.id - one.id)
  }

  /** Ends a snooze; it can be taken back, which makes a new one of it. */
  async end(snooze: ShownSnooze): Promise<void> {
    const act = this.actOf(snooze.id)
    await act.run(
      () => ask<undefined>(`/api/v1/snoozes/${snooze.id}`, { method: 'DELETE' }),
      () => ({ words: words.ended, undo: () => this.#again(snooze, act) }),
    )
    if (act.state.peek().is !== 'done') return
    this.#ended.value = [...this.#ended.peek(), { ...snooze, ended: Math.floor(Date.now() / 1000) }]
    this.#changed()
  }

  async #again({ id, what, which, kind, until, reason }: ShownSnooze, act: Act): Promise<void> {
    const json = { what, which, kind: kind ?? 'all', until, ...(reason === '' ? {} : { reason }) }
    await act.run(
      () => ask<{ readonly id: number }>('/api/v1/snoozes', { method: 'POST', json }),
      () => ({ words: words.again }),
    )
    if (act.state.peek().is !== 'done') return
    this.#ended.value = this.#ended.peek().filter((each) => each.id !== id)
    this.#changed()
  }
}

interface EndSnoozeParts {
  readonly snooze: ShownSnooze
  readonly isOver: boolean
  readonly desk: EndedSnoozes
}

/** Ends a snooze early, and says so in its place. */
export function EndSnooze({ snooze, isOver, desk }: EndSnoozeParts): JSX.Element {
  const act = desk.actOf(snooze.id)
  const isBusy = act.state.value.is === 'asking'
  return (
    <span class="line-up">
      {isOver ? null : (
        <button type="button" class="button small" aria-disabled={isBusy} onClick={() => void desk.end(snooze)}>
          {words.end}
        </button>
      )}
      <ActWords act={act} />
    </span>
  )
}
