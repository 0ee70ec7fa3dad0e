import { basename } from 'node:path'
import * as v from 'valibot'
import { type AgentStatus, agentStatus } from '../../lib/agent-status/agent-status.ts'
import { KINDS } from '../../lib/event/catalogue.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { inWords } from '../../lib/time/duration.ts'
import type { SightWord } from '../contract/coverage-contract.ts'
import { EVERY_SOURCE } from '../enrolment/unread-sources.ts'
import type { CoveredAgent } from '../store/ask/covered-agents.ts'
import { kindNumber } from '../store/number-words.ts'
import { isFault, type Sight, worstOf } from './sight-word.ts'
import { type TellingPlace, placesOf } from './telling-place.ts'

/** One kind of event of one source. */
export interface Cell {
  readonly kind: string
  readonly word: SightWord
  /** When such an event was told last, in seconds; null if not within the retention. */
  readonly last: number | null
}

/** A source of a host. */
export interface SourceSight extends Sight {
  readonly source: string
  /** Empty for rules. */
  readonly path: string
  /** When it told anything last. */
  readonly last: number | null
  readonly cells: readonly Cell[]
}

/** A host. Where a source is not well, the host has the worst of their words; `unknown` if it does not name any. */
export interface HostSight extends Sight {
  readonly host: string
  /** When anything was heard of it last. */
  readonly heard: number
  /** Whether that is so long ago that nobody knows how its sources are. */
  readonly silent: boolean
  readonly sources: readonly SourceSight[]
  /** Kinds that nothing there is configured to tell; null if its agent does not say what it can tell. */
  readonly never: readonly string[] | null
}

/** By what sight is judged, in seconds. */
export interface SightBounds {
  readonly now: number
  readonly silence: number
}

/** After so many seconds without an event something is quiet; for as long a gap counts. */
const DAY = 86_400

const GAP = kindNumber('log_gap')

/** How well a host is seen: each source, and each kind that it can tell. Pure. */
export function hostSight(agent: CoveredAgent, bounds: SightBounds): HostSight {
  const { host, heard } = agent
  const status = v.parse(keptStatus, agent.status)
  const fault = faultOfHost(agent, status, bounds)
  const sources = placesOf(agent, status).map((place) => sourceSight(place, agent, fault, bounds))
  const { word, since, why } = fault ?? worstOf(sources.filter(isFault)) ?? doubtOf(agent, status, sources) ?? SEEN
  const silent = isSilent(agent, bounds)
  return { host, word, since, why, heard, silent, sources, never: neverTold(status, sources) }
}

const SEEN: Sight = { word: 'seen', since: null, why: '' }

/** Why nobody knows how a host is seen, if so: it has not said yet what it reads. */
function doubtOf(
  { heard, reported, status_at: toldAt }: CoveredAgent,
  status: AgentStatus | null,
  sources: readonly SourceSight[],
): Sight | undefined {
  if (reported === null && toldAt === null)
    return { word: 'unknown', since: heard, why: 'it has not reported since it enrolled' }
  if (status !== null && sources.length > 0) return undefined
  return { word: 'unknown', since: null, why: 'its agent does not say which logs it reads' }
}

/** As it was checked when it came; null if none came that this version understands. */
const keptStatus = v.fallback(v.nullable(v.pipe(foreignJson, agentStatus)), null)

function isSilent({ heard }: CoveredAgent, { now, silence }: SightBounds): boolean {
  return heard <= now - silence
}

/** What is wrong with all of a host. */
function faultOfHost(agent: CoveredAgent, status: AgentStatus | null, bounds: SightBounds): Sight | undefined {
  const { heard, status_at: toldAt, unseen } = agent
  const { now, silence } = bounds
  if (isSilent(agent, bounds)) return { word: 'blind', since: heard, why: 'nothing was heard of the host' }
  const nothing = unseen.find(({ source, since }) => source === EVERY_SOURCE && since !== null)
  if (nothing !== undefined) return { word: 'blind', since: nothing.since, why: nothing.problem }
  const lag = status?.lag ?? 0
  if (lag < silence) return undefined
  return {
    word: 'late',
    since: (toldAt ?? now) - lag,
    why: `its oldest report has waited there for ${inWords(lag * 1000)}`,
  }
}

function sourceSight(
  { kinds, isDeclared, ...place }: TellingPlace,
  { seen, unseen }: CoveredAgent,
  ofHost: Sight | undefined,
  { now }: SightBounds,
): SourceSight {
  const isQuiet = (last: number | null): boolean => last === null || last <= now - DAY
  const unread = unseen.find(
    ({ source, path, since }) => source === place.source && path === place.path && since !== null,
  )
  const gap = seen.find((row) => row.kind === GAP && !isQuiet(row.seen) && isCopyOf(place.path, row.log))
  const fault: Sight | undefined =
    ofHost ??
    (unread && { word: 'blind', since: unread.since, why: unread.problem }) ??
    (gap && { word: 'gap', since: gap.seen, why: 'lines of it were lost' })
  const cells = Array.from(kinds, ([kind, last]): Cell => ({
    kind,
    last,
    word: fault?.word ?? (isQuiet(last) ? 'quiet' : 'seen'),
  }))
  const well: Sight =
    isDeclared && cells.length === 0 && place.last === null
      ? { word: 'never', since: null, why: 'nothing that it tells is sent to this hub' }
      : { word: isQuiet(place.last) ? 'quiet' : 'seen', since: null, why: '' }
  return { ...place, ...(fault ?? well), cells }
}

/** A gap in a rotated copy has the path of the copy, which is named after the log. */
function isCopyOf(path: string, log: string): boolean {
  return path !== '' && basename(log).startsWith(basename(path))
}

function neverTold(status: AgentStatus | null, sources: readonly SourceSight[]): readonly string[] | null {
  if (status?.tells === undefined) return null
  const told = new Set(['log_gap', ...sources.flatMap(({ cells }) => cells.map(({ kind }) => kind))])
  return KINDS.filter((kind) => !told.has(kind))
}
