import { type Kind, KINDS, definitionOf } from '../../lib/event/catalogue.ts'
import { keysOf } from '../../lib/event/entry.ts'
import { fieldNamed } from '../../lib/event/fields.ts'
import { exampleOf } from './event-example.ts'

/**
 * The text of docs/events.schema.json: what receivers can rely on in an entry. More fields are no fault, so that
 * what checks the entries of today takes those of later versions.
 */
export function eventSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Entry',
    description: 'One event, as spoor-agent sends it. Made from the catalogue of events: see events.md.',
    oneOf: KINDS.map((kind) => ({ $ref: `#/$defs/${kind}` })),
    $defs: Object.fromEntries(KINDS.map((kind) => [kind, schemaOf(kind)])),
  }
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

function schemaOf(kind: Kind): object {
  const { sentence, fields } = definitionOf(kind)
  const required = [...keysOf(kind).wire, 'id']
  const isNull = (name: string): boolean =>
    !required.includes(name) || Object.entries(fields).some(([key, presence]) => key === name && presence === 'maybe')
  const names = [...required, ...keysOf(kind).onRequest]
  return {
    description: sentence,
    type: 'object',
    required,
    properties: Object.fromEntries(names.map((name) => [name, propertyOf(kind, name, isNull(name))])),
    examples: [exampleOf(kind)],
  }
}

function propertyOf(kind: Kind, name: string, isNull: boolean): object {
  const field = fieldNamed(name)
  const about = { description: field?.meaning, 'x-privacy': field?.privacy }
  if (name === 'type') return { const: kind, ...about }
  switch (field?.type) {
    case 'choice':
      return { enum: [...wordsOf(kind, name, field.values), ...(isNull ? [null] : [])], ...about }
    case 'integer':
      return { type: orNull('integer', isNull), minimum: 0, ...about }
    case 'text':
      return { type: orNull('string', isNull), minLength: 1, maxLength: field.longest, ...about }
    case undefined:
      throw new Error(`${kind} has a field ${name}, which lib/event/fields.ts does not know`)
  }
}

function wordsOf(kind: Kind, name: string, values: Readonly<Record<string, string>>): readonly string[] {
  const { contexts, services } = definitionOf(kind)
  if (name === 'context') return contexts
  return name === 'service' ? services : Object.keys(values)
}

function orNull(type: string, isNull: boolean): string | readonly string[] {
  return isNull ? [type, 'null'] : type
}
