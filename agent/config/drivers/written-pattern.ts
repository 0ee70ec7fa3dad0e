import { definitionOf } from '../../../lib/event/catalogue.ts'
import type { Context, Service } from '../../../lib/event/event.ts'
import { compiled, expressionFault } from '../../../lib/patterns/expression.ts'
import { nearest } from '../../../lib/text/nearest.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { DriverPattern } from '../../own-drivers/driver-spec.ts'
import type { StampForm } from '../../own-drivers/line-time.ts'
import { fieldsOf } from '../../own-drivers/pattern-event.ts'
import type { WrittenPattern } from './pattern-schema.ts'

/** What is wrong with an option of a pattern. */
export interface OptionFault {
  readonly option: keyof WrittenPattern
  readonly message: string
}

/** Most named groups of an expression. */
const MOST_GROUPS = 16

/** A pattern as it is used, or what is wrong with it, seen with the kind that it says. */
export function usedPattern(written: WrittenPattern, usual: StampForm): DriverPattern | OptionFault {
  const { pattern: expressions, kind, name, service, fields, time = usual } = written
  const groups: (readonly string[])[] = []
  for (const text of expressions) {
    const named = namedGroups(text)
    if (typeof named === 'string') return { option: 'pattern', message: named }
    groups.push(named)
  }
  const context = contextOf(written)
  if (typeof context !== 'string') return context
  const fault =
    kind === 'log_line'
      ? ownFieldsFault(written, groups.flat())
      : (serviceFault(written) ?? fieldsFault(written, groups))
  if (fault !== undefined) return fault
  return {
    expressions,
    kind,
    name,
    context,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is one of the kind's
    service: (service ?? null) as Service | null,
    fields,
    time,
  }
}

/** The named groups of an expression; a sentence if it is none. */
function namedGroups(text: string): readonly string[] | string {
  const fault = expressionFault({ text, isFolded: false })
  // What it advises instead are conditions, which only sections of mail reports have.
  if (fault !== undefined) return fault.replace(/; write an all: .*$/, '; write what stands there')
  const machine = compiled({ text, isFolded: false })
  if (machine.test('')) return 'fits any line, even an empty one; write what stands in each line that is meant'
  const names = Object.keys(machine.namedGroups())
  return names.length > MOST_GROUPS ? `has more than ${MOST_GROUPS} named groups; name fewer` : names
}

function contextOf({ kind, context }: WrittenPattern): Context | OptionFault {
  const { contexts } = definitionOf(kind)
  const [only, ...others] = contexts
  const found = contexts.find((each) => each === context)
  if (found !== undefined) return found
  if (context === undefined && only !== undefined && others.length === 0) return only
  const what = context === undefined ? 'is missing' : `is no context of ${kind}`
  return { option: 'context', message: `${what}; write one of ${contexts.join(', ')}` }
}

function serviceFault({ kind, service }: WrittenPattern): OptionFault | undefined {
  const services: readonly string[] = definitionOf(kind).services
  if (service === undefined || services.includes(service)) return undefined
  const remedy = services.length === 0 ? 'leave it out' : `write one of ${services.join(', ')}`
  return { option: 'service', message: `is no service of ${kind}; ${remedy}` }
}

function ownFieldsFault({ fields, service }: WrittenPattern, groups: readonly string[]): OptionFault | undefined {
  if (Object.keys(fields).length > 0)
    return { option: 'fields', message: 'goes with a kind of the catalogue; name groups of the pattern instead' }
  if (service !== undefined) return { option: 'service', message: 'does not go with log_line; leave it out' }
  const odd = groups.find((name) => !/^[a-z][a-z0-9_]{0,31}$/.test(name) || name in {})
  if (odd === undefined) return undefined
  const text = `names a group ${plainText(odd).slice(0, 40)}; write a letter and up to 31 of a-z 0-9 _`
  return { option: 'pattern', message: text }
}

/** Each alternative must tell what the kind always has, and nothing that it does not. */
function fieldsFault(
  { kind, fields }: WrittenPattern,
  groups: readonly (readonly string[])[],
): OptionFault | undefined {
  const known = fieldsOf(kind)
  const set = Object.keys(fields)
  const { fields: presences, onRequest } = definitionOf(kind)
  const always = Object.entries({ ...presences, ...onRequest }).flatMap(([name, presence]) =>
    presence === 'always' ? [name] : [],
  )
  for (const [option, names] of [['fields', set] as const, ...groups.map((each) => ['pattern', each] as const)]) {
    const odd = names.find((name) => !known.includes(name) && (option === 'fields' || name !== 'time'))
    if (odd !== undefined) {
      const remedy = nearest(odd, known) ?? ['time', ...known].join(', ')
      return { option, message: `names ${plainText(odd).slice(0, 40)}, which is no field of ${kind}; write ${remedy}` }
    }
  }
  for (const names of groups) {
    const missing = always.find((name) => !set.includes(name) && !names.includes(name))
    if (missing !== undefined)
      return {
        option: 'pattern',
        message: `has no ${missing}, which each ${kind} has; name a group so, or set it in fields`,
      }
  }
  return undefined
}
