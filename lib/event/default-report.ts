import { definitionOf, KINDS } from './catalogue.ts'
import type { Entry } from './entry.ts'
import type { Event } from './event.ts'

/** By kind, the values of fields for which App::Spoor did not report it. */
const UNLESS: ReadonlyMap<unknown, readonly (readonly [field: string, left: ReadonlySet<unknown>])[]> = new Map(
  KINDS.flatMap((kind) => {
    const { appSpoor } = definitionOf(kind)
    if (appSpoor === undefined) return []
    return [[kind, Object.entries(appSpoor.unless).map(([field, left]) => [field, new Set<unknown>(left)] as const)]]
  }),
)

/**
 * Whether App::Spoor reported such an event: one of its four kinds, of a mailbox, but no login to a service that has
 * no login_log, and no new forward to a program or a system user. It did report new forwards to `:blackhole:`, `:fail:`
 * and files, and every removal.
 */
export function reportedByDefault(event: Event | Entry): boolean {
  const { type, context } = event
  if (context !== 'mailbox') return false
  const unless = UNLESS.get(type)
  const values: Readonly<Record<string, unknown>> = event
  return unless !== undefined && !unless.some(([field, left]) => left.has(values[field]))
}
