import type { Selectable } from 'kysely'
import * as v from 'valibot'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { EVERY_SOURCE, type UnreadSource } from '../enrolment/unread-sources.ts'
import type { HubTelling } from '../ingest/told-event.ts'
import type { DoubtfulAgent } from '../store/ask/doubtful-agents.ts'
import type { NotedUnseen } from '../store/change/note-unseen.ts'
import type { UnseenTable } from '../store/tables.ts'

/** By what sight is judged; all in seconds. */
export interface Judging {
  readonly now: number
  /** How long something must not be seen before it is told. */
  readonly silence: number
  /** Since when some hub has listened without a pause. */
  readonly listening: number
}

/** What is to be told, and then to be noted. */
export interface Judged extends NotedUnseen {
  readonly told: readonly HubTelling[]
}

/**
 * Judges what is not seen of a host: pure, so that two hubs that judge the same tell the same. What is not seen is told
 * when that has lasted for `silence`, and for twice as long each time that it comes back within a day: what flaps is
 * told a few times a day. That it is over is told at once.
 */
export function judgeSight(agent: DoubtfulAgent, judging: Judging): Judged {
  const steps = looksAt(agent, judging).map(([row, look]) => stepOf(row, look, judging))
  const isForgotten = ({ next: { since, seen } }: Step): boolean =>
    since === null && (seen ?? 0) <= judging.now - WELL_FOR
  return {
    told: steps.flatMap(({ telling = [] }) => telling),
    noted: steps.filter((step) => step.next !== step.row && !isForgotten(step)).map(({ next }) => next),
    forgotten: steps.filter(isForgotten).map(({ next: { source, path } }) => ({ agent: agent.agent, source, path })),
  }
}

/** After so many seconds without a fault nothing of earlier ones counts. */
const WELL_FOR = 86_400

/** The time that a fault must last is doubled at most this often. */
const MOST_DOUBLINGS = 5

type Row = Selectable<UnseenTable>

/** How something is now: seen, or not since about that time. */
type Look = 'seen' | (Pick<UnreadSource, 'problem'> & { readonly since: number })

/** The host and each source of which it is known how they are now, with what was noted of them. */
function looksAt(agent: DoubtfulAgent, { now, silence, listening }: Judging): readonly (readonly [Row, Look])[] {
  const { heard, status_at: toldAt, unseen } = agent
  const known = (source: string, path: string): Row =>
    unseen.find((row) => row.source === source && row.path === path) ?? newRow(agent.agent, source, path)
  const host = known('', '')
  // What was sent while no hub listened could not be heard.
  if (heard <= now - silence) return listening <= now - silence ? [[host, { problem: '', since: heard }]] : []
  const heardAgain: readonly (readonly [Row, Look])[] = unseen.includes(host) ? [[host, 'seen']] : []
  if (toldAt === null || toldAt <= now - silence) return heardAgain
  const unread = v.parse(unreadList, agent.unread ?? '[]')
  const faults = unread.map(({ source, path, problem }) => [known(source, path), { problem, since: toldAt }] as const)
  // While nothing is read, nobody knows of a single source.
  if (unread.some(({ source }) => source === EVERY_SOURCE)) return [...heardAgain, ...faults]
  const rows = new Set(faults.map(([row]) => row))
  const read = unseen.filter((row) => row !== host && !rows.has(row)).map((row) => [row, 'seen'] as const)
  return [...heardAgain, ...faults, ...read]
}

/** As it was noted. */
const unreadList = v.fallback(
  v.pipe(foreignJson, v.array(v.object({ source: v.string(), path: v.string(), problem: v.string() }))),
  [],
)

function newRow(agent: number, source: string, path: string): Row {
  return { agent, source, path, problem: '', since: null, told: null, times: 0, seen: null }
}

/** What was noted, what is to be, and what is to be told. */
interface Step {
  readonly row: Row
  readonly next: Row
  readonly telling?: HubTelling
}

function stepOf(row: Row, look: Look, { now, silence }: Judging): Step {
  if (look === 'seen') {
    if (row.since === null) return { row, next: row }
    const next = { ...row, since: null, told: null, seen: now, times: row.times + (row.told === null ? 0 : 1) }
    return row.told === null ? { row, next } : { row, next, telling: tellingOf(row, row.since, now, 'over') }
  }
  const since = row.since ?? look.since
  const isDue = row.told === null && now - since >= silence * 2 ** Math.min(row.times, MOST_DOUBLINGS)
  if (!isDue && row.since === since && row.problem === look.problem) return { row, next: row }
  const next = { ...row, problem: look.problem, since, told: isDue ? now : row.told }
  return isDue ? { row, next, telling: tellingOf(next, since, now, 'begins') } : { row, next }
}

function tellingOf(row: Row, since: number, now: number, what: 'begins' | 'over'): HubTelling {
  const { agent, source, path, problem } = row
  const [common, lasted] = [
    { agent, time: now, received: now },
    { since, seconds: now - since },
  ]
  if (source === '') return { ...common, kind: what === 'over' ? 'host_heard' : 'host_silent', fields: lasted }
  const place = { source: source === EVERY_SOURCE ? null : source, log: path === '' ? null : path }
  return what === 'over'
    ? { ...common, kind: 'source_seen', fields: { ...place, ...lasted } }
    : { ...common, kind: 'source_blind', fields: { ...place, problem, ...lasted } }
}
