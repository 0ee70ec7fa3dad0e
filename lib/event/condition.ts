import { BlockList, isIP } from 'node:net'
import type { Entry } from './entry.ts'
import type { Event } from './event.ts'

/**
 * What an event is like: every part that is given fits. A part is a text, or holds `*` for any characters; upper and
 * lower case count the same. What an event does not tell fits nothing.
 */
export interface Condition {
  readonly type?: string
  readonly mailbox?: string
  readonly context?: string
  /** An address, or a network as `192.0.2.0/24`, too. */
  readonly ip?: string
}

type Test = (value: string) => boolean

/** The fields that the parts of a condition are about. */
const FIELDS_OF = { type: 'type', mailbox: 'mailbox_address', context: 'context', ip: 'ip' } as const

/** Whether an event is like one of the conditions; the work is linear in the lengths of its values. */
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

/** Undefined for what is neither an address nor a network. */
function networkOf(text: string): Test | undefined {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  const longest = family === 4 ? 32 : 128
  const length = bits === undefined ? longest : Number(bits)
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(bits ?? '0') || length > longest) return undefined
  const network = new BlockList()
  const name = family === 4 ? 'ipv4' : 'ipv6'
  network.addSubnet(address, length, name)
  // It takes ::/0 for all addresses of IPv4, too.
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
