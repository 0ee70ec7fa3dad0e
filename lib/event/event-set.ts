import { type Kind, definitionOf, isKind } from './catalogue.ts'
import type { Entry } from './entry.ts'
import type { Event } from './event.ts'
import { AGENT } from './kinds/agent.ts'
import { SERVICES } from './kinds/services.ts'

/** The sets of events that have a name in the configuration, each with what it means. */
export const EVENT_SETS = {
  spoor: 'what App::Spoor reported: logins and forwards of mailboxes',
  takeover: 'the steps of the takeover of a mailbox',
  checks: 'what checks of services and of the host find',
  agent: 'what the agent tells of itself: that it works, and what it cannot see',
  all: 'every kind of event',
} as const

/** The kinds of what the agent tells of itself. */
export const AGENT_KINDS: readonly Kind[] = Object.keys(AGENT).filter(isKind)

/** The name of a set of events. */
export type EventSet = keyof typeof EVENT_SETS

/** Whether there is a set of that name. */
export function isEventSet(name: string): name is EventSet {
  return Object.hasOwn(EVENT_SETS, name)
}

/** Tells of an event of one kind whether a set has it; undefined if the set has no event of that kind. */
export function shareOf(set: EventSet, kind: Kind): ((event: Event | Entry) => boolean) | undefined {
  const { takeover, appSpoor } = definitionOf(kind)
  switch (set) {
    case 'all':
      return () => true
    case 'takeover':
      if (takeover === false) return undefined
      return takeover === true ? () => true : without(takeover.unless)
    case 'checks':
      return Object.hasOwn(SERVICES, kind) ? () => true : undefined
    case 'agent':
      return Object.hasOwn(AGENT, kind) ? () => true : undefined
    case 'spoor': {
      // It reported new forwards to `:blackhole:`, `:fail:` and files, and every removal.
      const isReported = appSpoor && without(appSpoor.unless)
      return isReported && ((event) => event.context === 'mailbox' && isReported(event))
    }
  }
}

function without(unless: Readonly<Record<string, readonly unknown[]>>): (event: Event | Entry) => boolean {
  const left = Object.entries(unless)
  return (event) => {
    const said: Readonly<Record<string, unknown>> = event
    return !left.some(([field, values]) => values.includes(said[field]))
  }
}
