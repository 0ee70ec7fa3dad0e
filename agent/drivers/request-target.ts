import { percentDecode } from './percent-decoding.ts'

/** What an HTTP request asks for. */
export interface RequestTarget {
  /** The decoded segments of the path, with `.` and `..` resolved; without empty ones and a leading `cpsess…`. */
  readonly path: readonly string[]
  /** Undecoded: the path alone rules most requests out. */
  readonly rawQuery: string
}

interface Parameter {
  readonly name: string
  readonly value: string
}

/** Scheme and host of a target in absolute form, which servers must accept (RFC 9112, section 3.2.2). */
const ORIGIN = /^[A-Za-z][A-Za-z\d+.-]*:\/\/[^/?]*/

/** Parses a request target. Decodes before it splits: `/execute/Email/%61dd_forwarder` is a call like any other. */
export function parseTarget(raw: string): RequestTarget {
  const target = raw.replace(ORIGIN, '')
  const mark = target.indexOf('?')
  const path = resolve(percentDecode(mark === -1 ? target : target.slice(0, mark)))
  return {
    path: path[0]?.startsWith('cpsess') ? path.slice(1) : path,
    rawQuery: mark === -1 ? '' : target.slice(mark + 1),
  }
}

/** The value of the last parameter with that name and a value. */
export function lastValue(target: RequestTarget, name: string): string | undefined {
  return parametersOf(target).findLast((parameter) => parameter.name === name && parameter.value !== '')?.value
}

/** All values of the parameters with these names: which of several cPanel obeys is not documented. */
export function allValues(target: RequestTarget, names: readonly string[]): readonly string[] {
  return parametersOf(target)
    .filter(({ name }) => names.includes(name))
    .map(({ value }) => value)
}

/** The last value of each parameter whose name matches. */
export function lastValues(target: RequestTarget, names: RegExp): ReadonlyMap<string, string> {
  return new Map(
    parametersOf(target)
      .filter(({ name }) => names.test(name))
      .map(({ name, value }) => [name, value]),
  )
}

function resolve(path: string): string[] {
  const resolved: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') resolved.pop()
    else if (part !== '' && part !== '.') resolved.push(part)
  }
  return resolved
}

function parametersOf({ rawQuery }: RequestTarget): Parameter[] {
  return rawQuery.split('&').map(parseParameter)
}

function parseParameter(text: string): Parameter {
  const equals = text.indexOf('=')
  if (equals === -1) return { name: percentDecode(text), value: '' }
  return { name: percentDecode(text.slice(0, equals)), value: percentDecode(text.slice(equals + 1)) }
}
