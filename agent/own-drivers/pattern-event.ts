import { type Kind, definitionOf } from '../../lib/event/catalogue.ts'
import { checkedEvent } from '../../lib/event/check.ts'
import type { Event } from '../../lib/event/event.ts'
import { fieldNamed } from '../../lib/event/fields.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { isName } from '../drivers/captured-text.ts'
import { clientAddress } from '../drivers/client-address.ts'
import type { DriverPattern } from './driver-spec.ts'

/** Longest text that a group of a `log_line` gives, in UTF-16 units; with the most groups they fit their field. */
const LONGEST_VALUE = 200

/** Longest part of a line that is shipped. */
const LONGEST_LINE = 2048

/** The texts of the named groups that took part. */
export type Groups = Readonly<Record<string, string>>

/** The event of a line that fits a pattern; undefined if a group holds what its field cannot. */
export function eventOf(pattern: DriverPattern, groups: Groups, time: number, driver: string): Event | undefined {
  if (pattern.kind === 'log_line') {
    const own = Object.entries(groups).filter(([name]) => name !== 'time')
    const said = own.map(([name, text]) => [name, bounded(text, LONGEST_VALUE)] as const)
    const values = said.length === 0 ? null : JSON.stringify(Object.fromEntries(said))
    return lineEvent(time, driver, { line_pattern: pattern.name ?? null, line_values: values })
  }
  const { kind, context, service, fields } = pattern
  const values: Record<string, unknown> = { type: kind, time, context, service }
  for (const name of fieldsOf(kind)) {
    const text = groups[name] ?? fields[name]
    const value = text === undefined ? null : valueOf(name, text)
    if (value === undefined) return undefined
    values[name] = value
  }
  const event = checkedEvent(values)
  return typeof event === 'string' ? undefined : event
}

/** The event of a line that is shipped whole. */
export function wholeLine(line: string, time: number, driver: string): Event {
  return lineEvent(time, driver, { line_text: bounded(line, LONGEST_LINE) })
}

/** Made when a line first needs them. */
const known = new Map<Kind, readonly string[]>()

/** The fields that an event of a kind can have, in their order. */
export function fieldsOf(kind: Kind): readonly string[] {
  const { fields, onRequest } = definitionOf(kind)
  const names = known.get(kind) ?? Object.keys({ ...fields, ...onRequest })
  known.set(kind, names)
  return names
}

type Lines = 'line_pattern' | 'line_values' | 'line_text'

function lineEvent(time: number, driver: string, said: Readonly<Partial<Record<Lines, string | null>>>): Event {
  const none = { line_pattern: null, line_values: null, line_text: null }
  return { type: 'log_line', time, context: 'system', service: null, log_driver: driver, ...none, ...said }
}

/** A text as the value of a field; undefined if it cannot be one. Length and words are checked with the rest. */
function valueOf(name: string, text: string): string | number | undefined {
  if (name === 'ip') return clientAddress(text)
  if (name === 'mailbox_address') return isName(text) ? text : undefined
  if (fieldNamed(name)?.type !== 'integer') return plainText(text)
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function bounded(text: string, longest: number): string {
  return plainText(text.slice(0, longest)).toWellFormed()
}
