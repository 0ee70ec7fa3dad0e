import { type AgentStatus } from '../../lib/agent-status/agent-status.ts'
import type { CoveredAgent } from '../store/ask/covered-agents.ts'
import { kindNumber, kindWord } from '../store/number-words.ts'

/** What tells events of a host: a log, an inbox, or its rules. */
export interface TellingPlace {
  readonly source: string
  /** Empty for rules. */
  readonly path: string
  /** Each kind that it can tell or has told, and when it did last, in seconds. */
  readonly kinds: ReadonlyMap<string, number | null>
  /** Whether the agent said which kinds these are, so that there are no more. */
  readonly isDeclared: boolean
  /** When it told anything last. */
  readonly last: number | null
}

/** Among the sources of an agent: the rules, and inboxes, in which other programs leave events. */
const [RULES, INBOX] = ['rules', 'inbox']

const GAP = kindNumber('log_gap')

/** All places of a host. Where the agent does not say what it can tell, they have the kinds that they told. */
export function placesOf({ seen }: CoveredAgent, status: AgentStatus | null): readonly TellingPlace[] {
  const told = Map.groupBy(
    seen.filter(({ kind }) => kind !== GAP),
    // Only events of logs say where they stand.
    ({ log }) => log,
  )
  const isDeclared = status?.tells !== undefined
  const seenAt = (log: string): ReadonlyMap<string, number> =>
    new Map((told.get(log) ?? []).map((row) => [kindWord(row.kind) ?? 'unknown', row.seen]))
  // An agent sends places only once it has heard that the hub wants them.
  const isOfLogs = (kind: string): boolean => ![INBOX, RULES].some((source) => kindsOf(status, source)?.includes(kind))
  const placeless = isDeclared ? [...seenAt('')].filter(([kind]) => isOfLogs(kind)) : []
  const named = (status?.sources ?? []).map(({ source, path, lastEvent = 0 }) => {
    const seenHere = source === INBOX ? seenAt('') : new Map([...placeless, ...seenAt(path)])
    const kinds = kindsOf(status, source, path) ?? (source === INBOX ? [] : [...seenHere.keys()])
    return placeOf({ source, path, isDeclared }, kinds, seenHere, Math.floor(lastEvent / 1000))
  })
  const unnamed = status === null ? [...told.keys()].filter((log) => log !== '') : []
  const others = unnamed.map((path) =>
    placeOf({ source: '', path, isDeclared }, [...seenAt(path).keys()], seenAt(path)),
  )
  const inboxes = named.filter(({ source }) => source === INBOX)
  const isOfInbox = (kind: string): boolean => inboxes.some(({ kinds }) => kinds.has(kind))
  const ofRules = kindsOf(status, RULES) ?? [...seenAt('').keys()].filter((kind) => !isOfInbox(kind))
  const rules = ofRules.length === 0 ? [] : [placeOf({ source: RULES, path: '', isDeclared }, ofRules, seenAt(''))]
  return [...named, ...others, ...rules]
}

/** The kinds that a source can tell, at this path or at any; undefined if its agent does not say. */
function kindsOf(status: AgentStatus | null, source: string, path?: string): readonly string[] | undefined {
  if (status?.tells === undefined) return undefined
  const tells = status.tells.filter(
    (each) => each.source === source && (path === undefined || (each.path ?? path) === path),
  )
  return tells.flatMap(({ kinds }) => kinds)
}

function placeOf(
  place: Omit<TellingPlace, 'kinds' | 'last'>,
  names: readonly string[],
  seen: ReadonlyMap<string, number>,
  lastEvent = 0,
): TellingPlace {
  const kinds = new Map(names.map((kind) => [kind, seen.get(kind) ?? null]))
  const last = Math.max(lastEvent, ...[...kinds.values()].map((time) => time ?? 0))
  return { ...place, kinds, last: last === 0 ? null : last }
}
