import { BlockList, isIP } from 'node:net'
import type { Entry } from './entry.ts'
import type { Event } from './event.ts'

/**
 * Matches an event if every given part fits. A part is a text in which `*` stands for any characters; case does not
 * matter. A field that is null in the event fits nothing.
 */
export interface Condition {
  readonly type?: string
  readonly mailbox?: string
  readonly context?: string
  /** Also an address, or a network such as `192.0.2.0/24`. */
  readonly ip?: string
}

type Test = (value: string) => boolean

/** The fields that the parts of a condition are about. */
const FIELDS_OF = { type: 'type', mailbox: 'mailbox_address', context: 'context', ip: 'ip' } as const

/** Tells whether an event meets one of the conditions, in time linear in the lengths of its values. */
export function fitsAny(conditions: readonly Condition[]): (event: Event | Entry) => boolean {
  const tests = conditions.map(testsOf)
  return (event) => {
    const values: Readonly<Record<string, string | number | null>> = event
    return tests.some((parts) =>
      parts.every(([field, fits]) => {
        const value = values[field]
        return typeof value === 'string' && fits(value)
      }),
    )
  }
}

function testsOf(condition: Condition): readonly (readonly [field: string, fits: Test])[] {
  return (['type', 'mailbox', 'context', 'ip'] as const).flatMap((part) => {
    const text = condition[part]
    if (text === undefined) return []
    return [[FIELDS_OF[part], (part === 'ip' ? networkOf(text) : undefined) ?? wildcard(text)]]
  })
}

/** Whether a text is an address, or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  return networkOf(text) !== undefined
}

/** undefined if the text is neither an address nor a network. */
function networkOf(text: string): Test | undefined {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  const longest = family === 4 ? 32 : 128
  const length = bits === undefined ? longest : Number(bits)
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(bits ?? '0') || length > longest) return undefined
  const network = new BlockList()
  const name = family === 4 ? 'ipv4' : 'ipv6'
  network.addSubnet(address, length, name)
  // Compares the family, because ::/0 would match all IPv4 addresses too.
  return (value) => isIP(value) === family && network.check(value, name)
}

function wildcard(pattern: string): Test {
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
