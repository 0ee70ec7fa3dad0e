import type { HabitsAnswer, ShownEvent } from '../../../contract/event-contract.ts'
import { Habit } from '../mailbox/habit.ts'

/** Of how many mailboxes the habits are asked for at once; the hub takes no more. */
export const MOST_HABITS = 20

/** The mailboxes that an address logged in to, the newest login first: each once. */
export function enteredMailboxes(events: readonly ShownEvent[]): readonly string[] {
  const named = events.filter(isLogin).map(({ mailbox_address: mailbox }) => mailbox)
  return [...new Set(named.filter((mailbox) => mailbox !== null))]
}

/** One question for the habits of the first of some mailboxes; undefined if there is none. */
export function habitsPath(mailboxes: readonly string[]): string | undefined {
  const query = new URLSearchParams(mailboxes.slice(0, MOST_HABITS).map((mailbox) => ['mailbox', mailbox]))
  return mailboxes.length === 0 ? undefined : `/api/v1/habits?${query}`
}

/** Beside what an event stands: a login beside the habit of its own mailbox, anything else beside nothing. */
export function habitsBeside(
  answer: HabitsAnswer | undefined,
  zone: 'local' | 'utc',
): (event: ShownEvent) => Habit | undefined {
  const habits = new Map(answer?.habits.map((habit) => [habit.mailbox, new Habit(habit, zone)]))
  return (event) => (isLogin(event) ? habits.get(event.mailbox_address ?? '') : undefined)
}

function isLogin({ type }: ShownEvent): boolean {
  return type === 'login'
}
