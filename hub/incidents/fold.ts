import { isAmissAgain, isStillAmiss } from './amiss.ts'
import { type Concern, type Evidence, isSuccess, victimOf } from './evidence.ts'
import { joined, nameOf } from './gather.ts'
import type { HeardEvent } from './heard-event.ts'
import type { Incident, IncidentKind, IncidentNews } from './incident.ts'
import { isAbove } from './life-cycle.ts'
import type { Part } from './meaning.ts'
import { attackSentence, endSentence, MOST_SUBJECTS, stepSentence, stepWords } from './sentence.ts'

/** A step that is there already, as far as the fold must know it. */
export type KnownStep = Pick<HeardEvent, 'id' | 'kind' | 'time' | 'agent' | 'host' | 'mailbox' | 'ip' | 'fields'>

/** An incident that evidence belongs to, and what is known of it. */
export interface Case {
  /** A new one has no sentence yet. */
  readonly incident: Incident
  /** When it ended; null if it did not. */
  readonly closed: number | null
  /** Whether it may open again: no other of its key is open. */
  readonly mayReopen: boolean
  /** Of the hosts, mailboxes and addresses that the evidence names those that are known, with their successes. */
  readonly known: ReadonlyMap<string, number>
  /** Of its steps those that the evidence may repeat; all of what lasts until a step says that it is over. */
  readonly steps: readonly KnownStep[]
}

/** A line of an incident's history. */
export interface HistoryLine {
  readonly action: 'opened' | 'raised' | 'reopened' | 'resolved'
  readonly detail: string
}

/** What became of an incident. */
export interface Outcome {
  readonly incident: Incident
  /** The news that matters most; undefined if there is none that anybody must hear. */
  readonly news: IncidentNews | undefined
  /** Its new steps, and whom it concerns how often more. */
  readonly steps: readonly HeardEvent[]
  readonly concerns: readonly Concern[]
  readonly history: readonly HistoryLine[]
}

/** What evidence makes of an incident. Pure; steps that are known already change nothing. */
export function folded(before: Case, evidence: readonly Evidence[]): Outcome {
  const folding = new Folding(before)
  for (const piece of evidence) folding.take(piece)
  return folding.outcome()
}

class Folding {
  readonly #before: Case
  #incident: Incident
  #isOver: boolean
  #isAgain = false
  readonly #known: Map<string, number>
  readonly #told: KnownStep[]
  readonly #steps: HeardEvent[] = []
  readonly #concerns: Concern[] = []
  readonly #history: HistoryLine[] = []

  constructor(before: Case) {
    this.#before = before
    this.#incident = before.incident
    this.#isOver = before.closed !== null
    this.#known = new Map(before.known)
    this.#told = [...before.steps]
  }

  take({ part, severity, first, last, step, concerns }: Evidence): void {
    if (step !== null && isKnown(step, this.#told)) return
    const isStep = step !== null && this.#isWorthAStep(step, concerns)
    this.#concern(concerns)
    const { firstStep, lastStep } = this.#incident
    this.#change({ firstStep: Math.min(firstStep, first), lastStep: Math.max(lastStep, last) })
    if (!isStep) return
    this.#isAgain ||= isAmissAgain(step, this.#told)
    this.#told.push(step)
    this.#steps.push(step)
    this.#change({ steps: this.#incident.steps + 1 })
    this.#raise(step, severity, part)
    if (part === 'opens' && this.#incident.state !== 'open') this.#reopen(step)
    if (part === 'ends') this.#end(step)
  }

  outcome(): Outcome {
    const { incident: before } = this.#before
    const isNew = before.sentence === ''
    if (this.#incident.kind === 'attack') this.#change({ sentence: attackSentence(this.#incident) })
    const history = isNew
      ? [{ action: 'opened', detail: this.#incident.sentence } as const, ...this.#history]
      : this.#history
    return {
      incident: this.#incident,
      news: isNew ? 'opened' : this.#news(before),
      steps: this.#steps,
      concerns: joined(this.#concerns),
      history,
    }
  }

  #news(before: Incident): IncidentNews | undefined {
    const { state, severity, sentence, steps } = this.#incident
    if (state !== before.state) return state === 'open' ? 'reopened' : 'closed'
    if (severity !== before.severity && !this.#isOver) return 'raised'
    if (this.#isAgain) return 'again'
    return sentence !== before.sentence || steps !== before.steps ? 'grew' : undefined
  }

  #change(values: Partial<Incident>): void {
    this.#incident = { ...this.#incident, ...values }
  }

  /** Of an attack's logins that succeed the first of each mailbox is a step; all are counted. */
  #isWorthAStep(step: HeardEvent, concerns: readonly Concern[]): boolean {
    if (this.#incident.kind !== 'attack' || !isSuccess(step) || step.kind === 'login_after_burst') return true
    return concerns.some((each) => isVictim(each) && (this.#known.get(nameOf(each)) ?? 0) === 0)
  }

  /** Counts whom the incident concerns: up to a bound all are known by name. */
  #concern(concerns: readonly Concern[]): void {
    for (const concern of concerns) {
      const successes = this.#known.get(nameOf(concern))
      const count = COUNTS[concern.type]
      if (successes === undefined) {
        if (count === undefined || this.#incident[count] >= MOST_SUBJECTS) continue
        this.#change({ [count]: this.#incident[count] + 1 })
      }
      if (isVictim(concern) && concern.successes > 0 && (successes ?? 0) === 0)
        this.#change({ successes: this.#incident.successes + 1 })
      this.#known.set(nameOf(concern), (successes ?? 0) + concern.successes)
      this.#concerns.push(concern)
    }
  }

  /** What matters most gives an incident its sentence; of what a check found as bad, the last. */
  #raise(step: HeardEvent, severity: Incident['severity'], part: Part): void {
    const { severity: before, sentence, kind } = this.#incident
    const isRaised = isAbove(severity, before)
    const isNewer = NEWEST_SAYS.has(kind) && part === 'opens' && severity === before
    if (!isRaised && !isNewer && sentence !== '') return
    this.#change({ severity: isRaised ? severity : before, sentence: stepSentence(this.#incident, step) })
    if (sentence === '' || !isRaised) return
    if (isRaised) this.#history.push({ action: 'raised', detail: `From ${before} to ${severity}: ${stepWords(step)}` })
    if (this.#isOver) this.#reopen(step)
  }

  /** Who closed or contained it did not know of this step. */
  #reopen(step: HeardEvent): void {
    const { closed, mayReopen } = this.#before
    if (closed !== null && !mayReopen) return
    this.#isOver = false
    this.#change({ state: 'open' })
    this.#history.push({ action: 'reopened', detail: stepWords(step) })
  }

  #end(step: HeardEvent): void {
    if (this.#isOver || isStillAmiss(this.#told)) return
    this.#isOver = true
    this.#change({ state: 'resolved' })
    this.#history.push({ action: 'resolved', detail: endSentence(this.#incident, step) })
  }
}

/** What goes on, and is told anew with other numbers: how full a disk is, in how many days a certificate ends. */
const NEWEST_SAYS: ReadonlySet<IncidentKind> = new Set(['outage', 'expiry'])

/** Which count of an incident a subject belongs to; networks and services have none. */
const COUNTS = {
  host: 'hosts',
  mailbox: 'mailboxes',
  account: 'mailboxes',
  address: 'addresses',
  network: undefined,
  service: undefined,
} as const

function isVictim({ type }: Concern): boolean {
  return type === 'mailbox' || type === 'account'
}

/** Whether a step is there already, or a host has told what the hub concludes. */
function isKnown(step: HeardEvent, told: readonly KnownStep[]): boolean {
  const whose = victimOf(step)?.subject
  return told.some(
    (other) =>
      other.id === step.id ||
      (step.agent === 0 &&
        other.agent !== 0 &&
        other.kind === step.kind &&
        Math.abs(other.time - step.time) <= sameWithin(step.kind) &&
        other.ip === step.ip &&
        victimOf(other)?.subject === whose),
  )
}

/** Within how many seconds conclusions of a kind about the same mailbox and address are the same. */
export function sameWithin(kind: string): number {
  return kind.startsWith('mailbox_takeover') ? 86_400 : 3600
}
