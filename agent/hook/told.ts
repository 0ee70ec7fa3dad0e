import type { Hooked, Told } from './hooked.ts'

/** The longest value that is looked at, in UTF-16 units; a list of recipients comes near it. */
const LONGEST = 32_768

/** So many items of an answer are looked at. */
const MOST_RESULTS = 100

/**
 * What a hook may read of a document; undefined if the call failed. UAPI runs hooks only after success; API 2 runs them
 * always, and says in `output` how it went (https://api.docs.cpanel.net, "Guide to Standardized Hooks").
 */
export function toldBy(document: unknown, hooked: Hooked): Told | undefined {
  const data = memberOf(document, 'data')
  const output = listOf(memberOf(data, 'output'))
  if (hooked.event.startsWith('Api2::') && output.some(isFailure)) return undefined
  const isOfApi = hooked.category === 'Cpanel'
  // WHM's own functions call it `username`.
  const { user, username = null } = allowed(data, ['user', 'username'])
  const result = listOf(memberOf(data, 'result'))
  const results = (result.length > 0 ? result : output).slice(0, MOST_RESULTS)
  return {
    user: user ?? username,
    args: allowed(isOfApi ? memberOf(data, 'args') : data, hooked.reads),
    results: results.map((item) => allowed(item, hooked.readsOfResult ?? [])),
  }
}

/** A value of an object that is its own; undefined if there is none. */
export function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isFailure(item: unknown): boolean {
  const result = memberOf(item, 'result')
  return result !== undefined && [0, '0', '', false, null].some((none) => none === result)
}

function allowed(value: unknown, names: readonly string[]): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {}
  const known = Object.entries(value).flatMap(([name, each]): [string, string][] => {
    if (!names.includes(name) && !names.includes(name.replace(/[1-9]\d{0,3}$/, '#'))) return []
    const text = typeof each === 'number' ? String(each) : each
    return typeof text === 'string' && text.length <= LONGEST ? [[name, text]] : []
  })
  return Object.fromEntries(known)
}
