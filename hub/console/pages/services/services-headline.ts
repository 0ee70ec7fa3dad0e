import type { CheckCounts, CheckStateWord } from '../../../contract/check-contract.ts'
import { SERVICES_WORDS } from '../../words/services-words.ts'

const { headline: words } = SERVICES_WORDS

/** What somebody should look at, in its order. */
const TROUBLE = ['down', 'flapping', 'warning', 'late'] as const satisfies readonly CheckStateWord[]

/** One true sentence about all checks, or several; `ending`: how many certificates end soon. */
export function servicesHeadline(counts: CheckCounts, ending: number): string {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const parts = TROUBLE.flatMap((state) => (counts[state] === 0 ? [] : [{ state, count: counts[state] }]))
  const [first, ...others] = parts
  const sentences: string[] = []
  if (first !== undefined) {
    const rest = others.map(({ state, count }) => words.also[state](count))
    const last = rest.pop()
    sentences.push(
      `${[words.first[first.state](first.count, all), ...rest].join(', ')}${last === undefined ? '' : ` and ${last}`}.`,
    )
  }
  if (counts.unknown > 0) sentences.push(words.unknown(counts.unknown, all, first !== undefined))
  if (sentences.length === 0) sentences.push(words.well(counts.up, all))
  if (ending > 0) sentences.push(words.ending(ending))
  return sentences.join(' ')
}
