import { definitionOf, isKind } from './catalogue.ts'
import type { Entry } from './entry.ts'
import { fieldNamed } from './fields.ts'

/** An entry in a few words for people; nothing is escaped. */
export function wordsOf(entry: Entry): string {
  const { type } = entry
  if (!isKind(type)) return String(type)
  return definitionOf(type).words.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueInWords(name, entry[name]))
}

function valueInWords(name: string, value: Entry[string] | undefined): string {
  const field = fieldNamed(name)
  if (value === null || value === undefined) return field?.untold ?? 'unknown'
  const read = field?.type === 'text' ? field.read : undefined
  return read !== undefined && Object.hasOwn(read, value) ? (read[value] ?? '') : String(value)
}
