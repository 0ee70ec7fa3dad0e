import { percentDecode } from './percent-decoding.ts'

/** What an HTTP request asks for, decoded. */
export interface RequestTarget {
  /** The parts of the path that name something: `cpsess…` in front, empty parts and `.` are left out, `..` is gone up. */
  readonly path: readonly string[]
  /** The parameters of the query, in order. */
  readonly query: readonly Parameter[]
}

interface Parameter {
  readonly name: string
  readonly value: string
}

/** The scheme and host of a target that is a whole URL: servers must take those too (RFC 9112, section 3.2.2). */
const ORIGIN = /^[A-Za-z][A-Za-z\d+.-]*:\/\/[^/?]*/

/** Reads a request target. It is decoded before it is split: `/execute/Email/%61dd_forwarder` is a call like any other. */
export function parseTarget(raw: string): RequestTarget {
  const target = raw.replace(ORIGIN, '')
  const mark = target.indexOf('?')
  const path = resolve(percentDecode(mark === -1 ? target : target.slice(0, mark)))
  const query = mark === -1 ? [] : target.slice(mark + 1).split('&')
  return { path: path[0]?.startsWith('cpsess') ? path.slice(1) : path, query: query.map(parseParameter) }
}

/** The value of the last parameter of that name which has one. */
export function lastValue(target: RequestTarget, name: string): string | undefined {
  return target.query.findLast((parameter) => parameter.name === name && parameter.value !== '')?.value
}

/** Every value of the parameters of these names: which of two cPanel obeys is not documented. */
export function allValues(target: RequestTarget, names: readonly string[]): readonly string[] {
  return target.query.filter(({ name }) => names.includes(name)).map(({ value }) => value)
}

function resolve(path: string): string[] {
  const resolved: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') resolved.pop()
    else if (part !== '' && part !== '.') resolved.push(part)
  }
  return resolved
}

function parseParameter(text: string): Parameter {
  const equals = text.indexOf('=')
  if (equals === -1) return { name: percentDecode(text), value: '' }
  return { name: percentDecode(text.slice(0, equals)), value: percentDecode(text.slice(equals + 1)) }
}
