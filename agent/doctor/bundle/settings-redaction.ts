import { FIELDS } from '../../../lib/event/fields.ts'
import type { Redaction } from './redaction.ts'
import { STAND_IN } from './stand-ins.ts'
import { isSecretSetting, isIdentifierKey, isUrl, pathOf } from './written-secrets.ts'

/** Keys of what operators write as they like, and where a secret or a person may stand. */
const FREE =
  /^(?:command|exec|args?|argv|arguments|env|environment|headers?|labels|body|send|expect|query|path_query|text|title|words|user|username|login|database|org|bucket|account|from|to|recipients|mailbox|ip|actor|recipient_domain)$/i

/** Fields of events that name somebody: rules of `ignore` have them as keys. */
const PRIVATE = new Set(
  Object.entries(FIELDS)
    .filter(([name, { privacy }]) => privacy !== 'operational' && name !== 'path')
    .map(([name]) => name),
)

/** Values that tell of nobody: a number, a size, a duration, a word of the schema, a time zone. */
const PLAIN =
  /^(?:-?[\d.]{1,20} ?[a-zA-Z%]{0,3}(?:\/[a-z]{1,6})?|[a-z][a-z_:-]{0,30}|[A-Z][a-z]{1,20}\/[A-Z][a-z_]{1,30})$/

/**
 * The settings of a configuration without what is secret or names somebody. What is not known to be plain is replaced
 * as a whole: an operator may have written anything.
 */
export function redactedSettings(settings: unknown, redaction: Redaction): unknown {
  return redactedValue(settings, '', redaction)
}

function redactedValue(value: unknown, key: string, redaction: Redaction): unknown {
  if (Array.isArray(value)) return value.map((item) => redactedValue(item, key, redaction))
  if (typeof value === 'object' && value !== null) {
    const isFree = isFreeKey(key)
    const entries = Object.entries(value).map(([name, inner]) => [
      isFree ? redaction.standIn('value', name) : redaction.text(name),
      redactedValue(inner, isFree ? key : name, redaction),
    ])
    return Object.fromEntries(entries)
  }
  if (typeof value !== 'string' && typeof value !== 'number') return value ?? null
  return redactedScalar(value, key, redaction)
}

function isFreeKey(key: string): boolean {
  return FREE.test(key) || PRIVATE.has(key)
}

function redactedScalar(value: string | number, key: string, redaction: Redaction): unknown {
  const text = String(value)
  if (isIdentifierKey(key)) return redaction.standIn('identifier', text)
  if (isSecretSetting(key)) return redaction.standIn('secret', text)
  const redacted = redaction.text(withoutPath(text, redaction))
  if (STAND_IN.test(redacted)) return redacted
  if (isFreeKey(key)) return redaction.standIn('value', text)
  if (typeof value === 'number') return redacted === text ? value : redacted
  return text.startsWith('/') || isUrl(text) || PLAIN.test(text) ? redacted : redaction.standIn('value', text)
}

/** Of a URL the server. */
function withoutPath(text: string, redaction: Redaction): string {
  const path = pathOf(text)
  return path === undefined ? text : text.replace(path, `/${redaction.standIn('secret', path)}`)
}
