import { ATTEMPT_KINDS, COMPROMISE_KINDS } from '../incidents/meaning.ts'
import type { HostSight } from './matrix.ts'
import { isFault } from './sight-word.ts'

/** The kinds of events that can be steps of a takeover, or lead to one. */
const KINDS: readonly string[] = [...new Set([...COMPROMISE_KINDS, ...ATTEMPT_KINDS])]

/** Of which of these kinds a host cannot tell that nothing happened: a source is not well, or nothing tells them. */
export interface Blindness {
  readonly host: string
  readonly blind: readonly string[]
  readonly never: readonly string[]
}

/** What is not seen of the steps of a takeover on a host. Pure. */
export function blindnessOf({ host, sources }: Pick<HostSight, 'host' | 'sources'>): Blindness {
  const faulty = sources.filter(isFault)
  // What a log tells only to the rules is missing from what they conclude.
  const isMuffled = faulty.some(({ cells }) => cells.length === 0)
  const doubtful = sources.filter((source) => isFault(source) || (isMuffled && source.path === ''))
  const kindsOf = (some: typeof sources): ReadonlySet<string> =>
    new Set(some.flatMap(({ cells }) => cells.map(({ kind }) => kind)))
  const [blind, told] = [kindsOf(doubtful), kindsOf(sources)]
  return { host, blind: KINDS.filter((kind) => blind.has(kind)), never: KINDS.filter((kind) => !told.has(kind)) }
}
