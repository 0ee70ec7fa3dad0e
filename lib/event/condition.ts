import { inNetworks } from '../text/networks.ts'
import type { Kind } from './catalogue.ts'
import type { Entry } from './entry.ts'
import type { Context, Event, Service } from './event.ts'
import { isServed } from './recipient-domain.ts'

/**
 * What an event must be to meet it: every part must fit, and of a part with several values one. A field that is null in
 * the event fits nothing. Texts may hold a `*`, which stands for any characters; case does not matter.
 */
export interface Condition {
  readonly type?: readonly Kind[]
  readonly mailbox?: readonly string[]
  /** Addresses, or networks such as `192.0.2.0/24`. */
  readonly ip?: readonly string[]
  readonly actor?: readonly string[]
  readonly context?: readonly Context[]
  readonly service?: readonly Service[]
  /** Mail stays in the mailbox's `own` domain, or on this server, which serves all `local` ones. */
  readonly recipient_domain?: 'own' | 'local'
}

/** What events are compared with besides the condition. */
export interface Surroundings {
  /** Whether this server takes mail for a domain, in lower case. */
  readonly isLocal: (domain: string) => boolean
}

type Test = (event: Event | Entry) => boolean

/** Tells whether an event meets a condition, in time linear in the lengths of both. */
export function meets(condition: Condition, { isLocal }: Surroundings): Test {
  const { type, mailbox, ip, actor, context, service, recipient_domain: domain } = condition
  const tests = [
    fieldTest('type', type && oneOf(type)),
    fieldTest('context', context && oneOf(context)),
    fieldTest('service', service && oneOf(service)),
    fieldTest('ip', ip && inNetworks(ip)),
    fieldTest('mailbox_address', mailbox && likeOneOf(mailbox)),
    fieldTest('actor', actor && likeOneOf(actor)),
    domain && ((event: Event | Entry) => isServed(event, domain === 'local' ? isLocal : () => false)),
  ].filter((test) => test !== undefined)
  return (event) => tests.every((test) => test(event))
}

type Fits = (value: string) => boolean

function fieldTest(field: string, fits: Fits | undefined): Test | undefined {
  return (
    fits &&
    ((event) => {
      const values: Readonly<Record<string, unknown>> = event
      const value = values[field]
      return typeof value === 'string' && fits(value)
    })
  )
}

function oneOf(words: readonly string[]): Fits {
  const all = new Set(words)
  return (value) => all.has(value)
}

function likeOneOf(patterns: readonly string[]): Fits {
  const tests = patterns.map(like)
  return (value) => tests.some((fits) => fits(value))
}

/** Tells whether a text is like a pattern, in which a `*` stands for any characters; case does not matter. */
export function like(pattern: string): Fits {
  const [first = '', ...pieces] = pattern.toLowerCase().split('*')
  const last = pieces.pop()
  return (value) => {
    const text = value.toLowerCase()
    if (last === undefined) return text === first
    const end = text.length - last.length
    if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return false
    let at = first.length
    for (const piece of pieces) {
      const found = text.indexOf(piece, at)
      if (found === -1 || found + piece.length > end) return false
      at = found + piece.length
    }
    return true
  }
}
