import { HOOKED } from '../../agent/hook/hooked-events.ts'
import type { Hooked } from '../../agent/hook/hooked.ts'

const TABLE = /(?<=\n\| category \|[^\n]*\n\|[-|]*\n)(?:\|[^\n]*\n)*/

/** docs/cpanel.md with the table of hooks made anew: a row for events of one category of which the same is read. */
export function hookDocument(before: string): string {
  const rows = Map.groupBy(HOOKED, (hooked) => `${hooked.category} | ${readOf(hooked)}`)
  const lines = [...rows.values()].map((alike) => {
    const [first] = alike
    const events = alike.map(({ event }) => `\`${event}\``).join(', ')
    return first === undefined ? '' : `| ${first.category} | ${events} | ${readOf(first)} |\n`
  })
  return before.replace(TABLE, () => lines.join(''))
}

function readOf({ category, reads, readsOfResult = [] }: Hooked): string {
  const all = category === 'Cpanel' ? ['user', ...reads] : reads
  const answer = readsOfResult.length > 0 ? `; of the answer ${named(readsOfResult)}` : ''
  return `${named(all)}${answer}`
}

function named(names: readonly string[]): string {
  return names.map((name) => `\`${name.replace('#', '1')}\``).join(', ')
}
