import type { Kysely } from 'kysely'
import type { AlertRule } from '../../alerts/alert-rule.ts'
import type { Evidence } from '../../incidents/evidence.ts'
import { type Case, folded } from '../../incidents/fold.ts'
import { keyText } from '../../incidents/gather.ts'
import type { Incident } from '../../incidents/incident.ts'
import { byIncident } from '../../incidents/life-cycle.ts'
import { hasEnded } from '../../incidents/wanted-change.ts'
import { outOfState } from '../erasure/erased-state.ts'
import { followIncident } from '../follow-incident.ts'
import type { KeptIncident } from '../incident-tables.ts'
import { earlierEvidence } from '../judging/earlier-evidence.ts'
import { caseOf, incidentsOf, newEvidence } from '../judging/known-cases.ts'
import { isRulesState, moveJudging, type RulesState, saveRules } from '../judging/move-judging.ts'
import { surplusOpening } from '../judging/surplus-opening.ts'
import { writeOutcome } from '../judging/write-outcome.ts'
import type { Change } from '../store.ts'
import type { Tables } from '../tables.ts'

/** What the arrivals after one and up to another say. */
export interface NewEvidence {
  /** The arrival up to which the store says that all is judged, and the one up to which it is now. */
  readonly from: number
  readonly upTo: number
  /** What only counts is gathered. */
  readonly evidence: readonly Evidence[]
  /** When it is judged, in seconds. */
  readonly now: number
  readonly rules: readonly AlertRule[]
  /** Present if more of these arrivals follows in a change of its own: they are not judged yet. */
  readonly isPart?: boolean
  /** What the rules of the fleet know after the last of these arrivals, to be saved. */
  readonly state?: RulesState
}

/**
 * Notes evidence: opens incidents, adds to them, raises and ends them, and lets the alert rules follow. False if
 * another evaluator has come further than `from`, or what the rules knew was changed: then nothing is noted.
 */
export const noteEvidence: Change<NewEvidence, boolean> = {
  name: 'note-evidence',
  isBulky: true,
  run: async (db, input) => {
    const { from, upTo, isPart = false, state } = input
    if (state !== undefined && !(await isRulesState(db, state.before))) return false
    if (!(await moveJudging(db, { from, upTo: isPart ? from : upTo }))) return false
    // If it is saved without what was erased, the next saving finds another state: the evaluator starts anew, from it.
    if (state !== undefined) await saveRules(db, upTo, await outOfState(db, state.after, input.now))
    const noting = { ...input, leftOut: [] }
    await noteAll(db, noting, input.evidence)
    await noteAll(db, noting, noting.leftOut)
    return true
  },
}

/** What is noted, and what tells that something was left out. */
interface Noting extends NewEvidence {
  readonly leftOut: Evidence[]
}

async function noteAll(db: Kysely<Tables>, noting: Noting, evidence: readonly Evidence[]): Promise<void> {
  const incidents = await incidentsOf(db, evidence)
  for (const [text, pieces] of Map.groupBy(evidence, ({ key }) => keyText(key)))
    await noteOfKey(db, noting, incidents.get(text) ?? [], pieces)
}

/** Evidence of one key belongs to its open incident, to one that ended later, or to a new one. */
async function noteOfKey(
  db: Kysely<Tables>,
  input: Noting,
  incidents: readonly KeptIncident[],
  evidence: readonly Evidence[],
): Promise<void> {
  const groups = byIncident(incidents, await newEvidence(db, incidents, evidence))
  // One of a key is open at most: a new one before one that opens again.
  let isOpen =
    incidents.some(({ closed }) => closed === null) || (await noteNew(db, input, incidents, groups.get(undefined)))
  for (const [row, pieces] of groups) {
    if (row === undefined) continue
    const after = await write(db, input, await caseOf(db, row, pieces, !isOpen), { pieces, previous: row.previous })
    isOpen ||= !hasEnded(after.state)
  }
}

/** Opens an incident, if some of the evidence does so; tells whether. */
async function noteNew(
  db: Kysely<Tables>,
  input: Noting,
  [before]: readonly KeptIncident[],
  pieces: readonly Evidence[] = [],
): Promise<boolean> {
  const opening = pieces.find(({ part }) => part === 'opens')
  if (opening === undefined) return false
  const earlier = await earlierEvidence(db, opening, { upTo: input.upTo, after: before?.closed ?? -1 })
  // What the store tells of earlier includes what is counted here.
  const others = pieces.filter((piece) => piece !== opening && (earlier === undefined || piece.step !== null))
  const all = [opening, ...(earlier ?? []), ...others]
  const surplus = await surplusOpening(db, pieces, all)
  if (surplus !== undefined) {
    input.leftOut.push(...surplus)
    return false
  }
  await write(db, input, newCase(opening, input.now), { pieces: all, previous: before?.id ?? null })
  return true
}

async function write(
  db: Kysely<Tables>,
  { now, rules }: NewEvidence,
  before: Case,
  { pieces, previous }: { readonly pieces: readonly Evidence[]; readonly previous: number | null },
): Promise<Incident> {
  const outcome = folded(before, pieces)
  const { news, concerns } = outcome
  if (news === undefined && concerns.length === 0) return before.incident
  const incident = await writeOutcome(db, before, outcome, { previous, now })
  if (news !== undefined) await followIncident(db, { news, incident, at: now }, rules)
  return incident
}

function newCase({ key, first, last }: Evidence, now: number): Case {
  const counts = { hosts: 0, mailboxes: 0, addresses: 0, successes: 0, steps: 0, revision: 0 }
  const times = { opened: now, firstStep: first, lastStep: last }
  return {
    incident: { id: 0, ...key, state: 'open', severity: 'info', sentence: '', assignee: null, ...times, ...counts },
    closed: null,
    mayReopen: false,
    known: new Map(),
    steps: [],
  }
}
