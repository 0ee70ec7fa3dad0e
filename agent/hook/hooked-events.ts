import type { Kind } from '../../lib/event/catalogue.ts'
import type { Event } from '../../lib/event/event.ts'
import { ACCOUNT_HOOKS } from './accounts.ts'
import { FILTER_HOOKS } from './filters.ts'
import { FORWARD_HOOKS } from './forwards.ts'
import type { Hooked } from './hooked.ts'
import { MAILBOX_HOOKS } from './mailboxes.ts'
import { memberOf, toldBy } from './told.ts'

/** Every event of cPanel that is hooked, after it happened; registration and documentation follow from it. */
export const HOOKED: readonly Hooked[] = [...FORWARD_HOOKS, ...FILTER_HOOKS, ...MAILBOX_HOOKS, ...ACCOUNT_HOOKS]

/** What the hook can say. */
export const HOOKED_KINDS: readonly Kind[] = [...new Set(HOOKED.flatMap(({ kinds }) => kinds))]

/**
 * What the document of a hook says happened, at a time in seconds since 1970; nothing where it is about something else,
 * or a call that failed. Never throws, whatever the document is.
 */
export function hookedEvents(document: unknown, time: number): readonly Event[] {
  const context = memberOf(document, 'context')
  const [category, event, stage] = ['category', 'event', 'stage'].map((key) => memberOf(context, key))
  if (stage !== undefined && stage !== 'post') return []
  const hooked = HOOKED.find((each) => each.category === category && each.event === event)
  const told = hooked && toldBy(document, hooked)
  return hooked === undefined || told === undefined ? [] : hooked.eventsOf(told, time)
}
