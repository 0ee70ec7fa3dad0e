import type { EventQuery } from './event-filter.ts'

/** How the text of an address in a network can begin. */
interface AddressText {
  readonly begin: string
  /** How many groups follow a `::` in it; undefined if there is none. */
  readonly groups?: 'four' | 'at most four'
}

/** Those of the events that come from a network, a /24 of IPv4 or a /64 of IPv6; undefined if it is neither. */
export function withinNetwork(query: EventQuery, network: string): EventQuery | undefined {
  const texts = textsOf(network)
  if (texts.length === 0) return undefined
  return query.where((where) =>
    where.or(
      texts.map(({ begin, groups }) =>
        where.and([
          // All that begins so: `/` is the letter after the dot, `;` the one after the colon.
          where('ip', '>=', begin),
          where('ip', '<', `${begin.slice(0, -1)}${begin.endsWith('.') ? '/' : ';'}`),
          ...(groups === undefined ? [] : [where('ip', 'not like', `${begin}%:%:%:%:%`)]),
          ...(groups === 'four' ? [where('ip', 'like', `${begin}%:%:%:%`)] : []),
        ]),
      ),
    ),
  )
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
