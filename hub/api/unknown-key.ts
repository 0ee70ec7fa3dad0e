import type * as v from 'valibot'

/** A key that is safe to repeat. */
const PLAIN = /^[\w.-]{1,64}$/

/**
 * The sentence that names a key of a body that its schema does not know, and those that it does; undefined if there is
 * no such key.
 */
export function unknownKeyFault(schema: v.GenericSchema, issues: readonly v.BaseIssue<unknown>[]): string | undefined {
  for (const issue of issues.flatMap(withThoseBelow)) {
    if (issue.type !== 'strict_object' || issue.expected !== 'never') continue
    const path = (issue.path ?? []).map(({ key }) => String(key))
    const known = [...new Set(keysAt(schema, path.slice(0, -1)))]
    const key = path.at(-1) ?? ''
    // Of two objects that may stand there, one knows it.
    if (known.includes(key)) continue
    const subject = PLAIN.test(key) ? path.join('.') : 'A key'
    return `${subject} is not known here; ${known.length === 0 ? 'no key is' : `known are: ${known.join(', ')}`}.`
  }
  return undefined
}

function withThoseBelow(issue: v.BaseIssue<unknown>): readonly v.BaseIssue<unknown>[] {
  return [issue, ...(issue.issues ?? []).flatMap(withThoseBelow)]
}

/** The keys of the objects that a schema takes at a path. */
function keysAt(schema: unknown, path: readonly string[]): readonly string[] {
  if (!isObject(schema)) return []
  const { wrapped, options, item, entries } = schema
  if (isObject(wrapped)) return keysAt(wrapped, path)
  if (Array.isArray(options)) return options.flatMap((option) => keysAt(option, path))
  const [key, ...rest] = path
  if (isObject(item)) return keysAt(item, rest)
  if (!isObject(entries)) return []
  return key === undefined ? Object.keys(entries) : keysAt(entries[key], rest)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
