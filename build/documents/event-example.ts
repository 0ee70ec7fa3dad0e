import { SOURCES } from '../../agent/sources/sources.ts'
import { type Kind, definitionOf } from '../../lib/event/catalogue.ts'
import { checkedEvent } from '../../lib/event/check.ts'
import { type Entry, toEntry } from '../../lib/event/entry.ts'
import { FIELDS, fieldNamed } from '../../lib/event/fields.ts'

/** An entry of a kind as it is sealed, of the examples of its fields. */
export function exampleOf(kind: Kind): Entry {
  const { contexts, services, fields, onRequest } = definitionOf(kind)
  const told = Object.keys({ ...fields, ...onRequest }).map((name) => [name, fieldNamed(name)?.example] as const)
  const common = { type: kind, time: FIELDS.time.example, context: contexts[0], service: services[0] ?? null }
  const event = checkedEvent({ ...common, ...Object.fromEntries(told) })
  if (typeof event === 'string') throw new Error(`the example of a field is none: ${kind}: ${event}`)
  const { id, host, generation, offset } = FIELDS
  const log = SOURCES.find(({ driver }) => driver.kinds.includes(kind))?.paths.el
  const place = log === undefined ? undefined : { log, generation: generation.example, offset: offset.example }
  return toEntry(event, { id: id.example, host: host.example, place })
}
