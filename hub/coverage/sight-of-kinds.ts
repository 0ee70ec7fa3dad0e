import { KINDS } from '../../lib/event/catalogue.ts'
import type { HostSight } from './matrix.ts'
import { isFault, worstOf } from './sight-word.ts'

/** How well events of these kinds are seen on a host; `never` if nothing there is configured to tell any. Pure. */
export function sightOfKinds(host: HostSight, kinds: readonly string[]): HostSight {
  // What the hub concludes itself, no agent tells.
  const asked = kinds.filter((kind) => kind !== 'log_gap' && AGENT_KINDS.has(kind))
  if (host.silent || host.sources.length === 0 || asked.length < kinds.length) return host
  const tells = ({ cells }: HostSight['sources'][number]): boolean => cells.some(({ kind }) => asked.includes(kind))
  // Rules conclude from every log, and what does not say what it tells can tell anything.
  const isConcluded = host.sources.some((source) => source.path === '' && tells(source))
  const doubtful = host.sources.filter(
    (source) => isFault(source) && (isConcluded || source.cells.length === 0 || tells(source)),
  )
  const worst = worstOf(doubtful)
  if (worst !== undefined) return { ...host, word: worst.word, since: worst.since, why: worst.why, sources: doubtful }
  if (host.word === 'unknown') return host
  const told = new Set(host.sources.flatMap(({ cells }) => cells.map(({ kind }) => kind)))
  const missing = asked.filter((kind) => !told.has(kind))
  const well = { ...host, word: 'seen', since: null, why: '', sources: host.sources.filter(tells) } as const
  if (host.never === null && missing.length > 0)
    return { ...well, word: 'unknown', why: 'its agent does not say which kinds it can tell' }
  return missing.length < asked.length ? well : { ...well, word: 'never', why: 'nothing there is set up to tell it' }
}

const AGENT_KINDS: ReadonlySet<string> = new Set(KINDS)
