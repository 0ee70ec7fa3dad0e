import assert from 'node:assert/strict'
import { type Kind, definitionOf } from '../../lib/event/catalogue.ts'
import { checkedEvent } from '../../lib/event/check.ts'
import type { Event, EventOf } from '../../lib/event/event.ts'
import { fieldNamed } from '../../lib/event/fields.ts'

/** When all of them happened: App::Spoor's documentation begins then. */
const TIME = 1_537_372_956

/** An event of a kind, with the examples of the catalogue where a field cannot be null, and null for the rest. */
export function eventOf<K extends Kind>(type: K, change: Partial<EventOf<K>> = {}): EventOf<K> {
  const { contexts, fields } = definitionOf(type)
  const told = Object.entries(fields).filter(([, presence]) => presence === 'always')
  const examples = Object.fromEntries(told.map(([name]) => [name, fieldNamed(name)?.example]))
  const event = checkedEvent({ type, time: TIME, context: contexts[0], ...examples, ...change })
  if (typeof event === 'string') return assert.fail(event)
  assert.ok(isOf(event, type))
  return event
}

function isOf<K extends Kind>(event: Event, type: K): event is Event & EventOf<K> {
  return event.type === type
}
