import { type RawBuilder, sql } from 'kysely'
import type { EventQuery } from './event-filter.ts'

/** How the text of an address in a network can begin. */
interface AddressText {
  readonly begin: string
  /** How many groups follow a `::` in it; undefined if there is none. */
  readonly groups?: 'four' | 'at most four'
}

/** Those of the events that come from a network, a /24 of IPv4 or a /64 of IPv6; undefined if it is neither. */
export function withinNetwork(query: EventQuery, network: string): EventQuery | undefined {
  return textsOf(network).length === 0 ? undefined : query.where(ofNetwork(network, sql.ref<string>('ip')))
}

/** Whether an address is in a network; in none that is neither a /24 nor a /64. */
export function ofNetwork(network: string, ip: RawBuilder<string>): RawBuilder<boolean> {
  const conditions = textsOf(network).map(({ begin, groups }) =>
    sql.join(
      [
        // All that begins so: `/` is the letter after the dot, `;` the one after the colon.
        sql`${ip} >= ${begin}`,
        sql`${ip} < ${`${begin.slice(0, -1)}${begin.endsWith('.') ? '/' : ';'}`}`,
        ...(groups === undefined ? [] : [sql`${ip} not like ${`${begin}%:%:%:%:%`}`]),
        ...(groups === 'four' ? [sql`${ip} like ${`${begin}%:%:%:%`}`] : []),
      ],
      sql` and `,
    ),
  )
  return conditions.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`(${sql.join(conditions, sql` or `)})`
}

function textsOf(network: string): readonly AddressText[] {
  const [, four] = /^((?:\d{1,3}\.){3})0\/24$/.exec(network) ?? []
  if (four !== undefined) return [{ begin: four }]
  const [, six] = /^([\da-f]{1,4}(?::[\da-f]{1,4}){0,3})?::\/64$/i.exec(network) ?? [undefined, null]
  if (six === null) return []
  const written = six?.split(':') ?? []
  return textsOfSix([...written, '0', '0', '0', '0'].slice(0, 4))
}

/** `::` can stand for any zeros, so a network with zeros has several. */
function textsOfSix(groups: readonly string[]): readonly AddressText[] {
  const texts: AddressText[] = [{ begin: `${groups.join(':')}:` }]
  for (let from = 0; from < 4; from += 1) {
    const before = `${groups.slice(0, from).join(':')}::`
    for (let next = from + 1; next < 4 && groups[next - 1] === '0'; next += 1)
      texts.push({ begin: `${before}${groups.slice(next).join(':')}:`, groups: 'four' })
    if (groups.slice(from).every((group) => group === '0')) texts.push({ begin: before, groups: 'at most four' })
  }
  return texts
}
