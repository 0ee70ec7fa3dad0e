import type { ShownTodo } from '../../contract/incident-contract.ts'
import type { Incident } from '../incident.ts'
import { afterAttack } from './after-attack.ts'
import { afterBlindness } from './after-blindness.ts'
import { afterCompromise } from './after-compromise.ts'
import { afterExpiry } from './after-expiry.ts'
import { afterMisuse } from './after-misuse.ts'
import { afterOutage } from './after-outage.ts'
import { afterOverload } from './after-overload.ts'
import { type Happening, named, type Todo } from './todo.ts'

/** A note on an incident. */
export interface Note {
  readonly at: number
  readonly actor: string
  readonly detail: string
}

/** All that decides what is to be done about an incident. */
export interface Situation {
  readonly incident: Pick<Incident, 'kind' | 'subject' | 'subjectType' | 'hosts' | 'successes'>
  /** All that are kept, the oldest first. */
  readonly steps: readonly Happening[]
  /** Mailboxes and accounts that somebody got into. */
  readonly opened: readonly string[]
  /** The newest first. */
  readonly notes: readonly Note[]
}

/** What is to be done about an incident, in its order, and what of it is done: as the hub saw, or as a person says. */
export function nextSteps({ incident, steps, opened, notes }: Situation): readonly ShownTodo[] {
  const { kind, subject, subjectType } = incident
  const todos = {
    compromise: () => afterCompromise({ subject, isMailbox: subjectType === 'mailbox', steps }),
    attack: () => afterAttack({ ...incident, opened, steps }),
    blind_spot: () => afterBlindness(subject, steps),
    misuse: () => afterMisuse(subject, steps),
    overload: () => afterOverload(steps),
    outage: () => afterOutage(subject, steps),
    expiry: () => afterExpiry(subject, steps),
  }[kind]()
  return todos.map((todo) => shown(todo, notes))
}

/** What a note begins with that says that something is done, or is not after all. */
const [DONE, NOT_DONE] = ['Done: ', 'Not done: ']

function shown(todo: Todo, notes: readonly Note[]): ShownTodo {
  const { what, of, where, commands, notice = null, because, seen } = todo
  const tick = `${DONE}${whole(todo)}`
  const untick = `${NOT_DONE}${whole(todo)}`
  // What happened after somebody did it, or was heard of only then, is to be done again.
  const last = notes.find(({ at, detail }) => at >= because.noted && (detail === tick || detail === untick))
  const said = last?.detail === tick ? { at: last.at, by: last.actor, seen: false } : null
  const done = seen === undefined ? said : { at: seen.time, by: byWhom(seen), seen: true }
  return { what, of, where, commands, notice, tick, untick, done }
}

function whole({ what, of }: Todo): string {
  return of === '' ? what : `${what} ${of}`
}

function byWhom({ fields, ip }: Happening): string {
  return named(fields['actor'] ?? ip ?? '')
}
