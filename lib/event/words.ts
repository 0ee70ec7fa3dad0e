import { inWords } from '../time/duration.ts'
import { definitionOf, isKind } from './catalogue.ts'
import type { Entry } from './entry.ts'
import type { Field } from './field.ts'
import { fieldNamed } from './fields.ts'
import { hubFieldNamed } from './fields/hub.ts'
import { hubDefinitionOf, isHubKind } from './hub-kinds.ts'

/** An entry in a few words for people; nothing is escaped. */
export function wordsOf(entry: Entry): string {
  const { type } = entry
  if (isHubKind(type)) return filled(hubDefinitionOf(type).words, entry, hubFieldNamed)
  return isKind(type) ? filled(definitionOf(type).words, entry, fieldNamed) : String(type)
}

function filled(words: string, entry: Entry, named: typeof fieldNamed): string {
  return words.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueInWords(named(name), entry[name]))
}

function valueInWords(field: Field | undefined, value: Entry[string] | undefined): string {
  if (value === null || value === undefined) return field?.untold ?? 'unknown'
  if (isDuration(field)) return inWords(Number(value) * 1000)
  const read = field?.type === 'text' ? field.read : undefined
  return read !== undefined && Object.hasOwn(read, value) ? (read[value] ?? '') : String(value)
}

function isDuration(field: Field | undefined): boolean {
  return field?.type === 'integer' && field.unit === 'seconds'
}
