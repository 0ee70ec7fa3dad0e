import { setImmediate } from 'node:timers/promises'
import type { Tell } from '../../lib/notice/notice.ts'
import type { AlertRule } from '../alerts/alert-rule.ts'
import { type Evidence, evidenceOf } from '../incidents/evidence.ts'
import { gathered, keyText } from '../incidents/gather.ts'
import type { HeardEvent } from '../incidents/heard-event.ts'
import { EVIDENCE_KINDS } from '../incidents/meaning.ts'
import { hostsOf } from '../store/ask/hosts-of.ts'
import { judgingState } from '../store/ask/judging-state.ts'
import { keysWithIncidents } from '../store/ask/keys-with-incidents.ts'
import { type NextArrivals, nextArrivals } from '../store/ask/next-arrivals.ts'
import { closeQuiet } from '../store/change/close-quiet.ts'
import { noteEvidence } from '../store/change/note-evidence.ts'
import { heardOf } from '../store/heard-of.ts'
import { wordNumber } from '../store/number-words.ts'
import type { Store } from '../store/store.ts'
import type { KeptEvent } from '../store/tables.ts'
import { FleetRules, RULED_KINDS } from './fleet-rules.ts'
import type { NewPlaces } from './new-places.ts'
import { evaluationNotices } from './notices.ts'
import { transactionsOf } from './transactions.ts'

/** Events read at once; after so many of them others get their turn. */
const [BATCH, TURN] = [1000, 100]

/** How often it is noted how far judging came, and what is quiet is closed, in seconds of what is judged. */
const [NOTE_EVERY, CLOSE_EVERY] = [10, 60]

/** What the rules know is saved each minute, and less often if it is much: so many bytes a second at most. */
const [SAVE_EVERY, SAVED_A_SECOND] = [60, 16_384]

const KINDS = [...new Set<string>([...EVIDENCE_KINDS, ...RULED_KINDS])].map(wordNumber).filter((kind) => kind >= 0)

/** What an evaluator works with. */
export interface EvaluatorParts {
  readonly store: Store
  /** The alert rules that follow, asked anew each time. */
  readonly rules: () => readonly AlertRule[]
  readonly tell: Tell
  /** Hears what is to be judged before it is; what it says arrives in its turn. */
  readonly newPlaces?: Pick<NewPlaces, 'hear'>
}

/** When the evaluator did something last, in seconds. */
interface Times {
  noted: number
  closed: number
  saved: number
}

/**
 * Judges what arrives, in its order: what is evidence goes into incidents, together with what the rules of the fleet
 * conclude. It goes on where the store says that it stands. The same arrivals give the same incidents.
 */
export class Evaluator {
  readonly #parts: EvaluatorParts
  readonly #rules: FleetRules
  /** Up to which arrival the store knows that all is judged; the rules may have to hear again what came before that. */
  #judged: number
  /** Up to which arrival the rules have heard. */
  #place: number
  #next: Times | undefined
  #pending: HeardEvent[] = []

  private constructor(parts: EvaluatorParts, judged: number, place: number, rules: FleetRules) {
    this.#parts = parts
    this.#judged = judged
    this.#place = place
    this.#rules = rules
  }

  /** Goes on where judging stands. */
  static async start(parts: EvaluatorParts): Promise<Evaluator> {
    const { judged, ruled, state } = await parts.store.ask(judgingState, null)
    return new Evaluator(parts, judged, ruled, new FleetRules(state))
  }

  /**
   * Judges the next arrivals; `now` by the clock, in seconds. Tells whether more wait; undefined if another evaluator
   * was faster: then this one has to start anew. Rejects with `StoreUnavailable`, and must start anew, too.
   */
  async round(now: number): Promise<boolean | undefined> {
    const next = await this.#parts.store.ask(nextArrivals, { after: this.#place, kinds: KINDS, enough: BATCH })
    await this.#parts.newPlaces?.hear(next.events.filter(({ arrival }) => arrival > this.#judged))
    const evidence = await this.#hear(next)
    const isBehind = next.upTo < next.newest
    // Without arrivals, time goes on by the clock; else only by them, so that they give the same at any time.
    const time = next.events.at(-1)?.received ?? now
    if (!isBehind) this.#conclude(this.#rules.tick(now))
    this.#place = next.upTo
    const isNoted = await this.#note(evidence, isBehind ? time : now)
    return isNoted ? isBehind : undefined
  }

  /** What the events of arrivals say; the rules hear them. What was judged before, only the rules hear. */
  async #hear({ events }: NextArrivals): Promise<readonly Evidence[]> {
    const hosts = new Map(await this.#parts.store.ask(hostsOf, [...new Set(events.map(({ agent }) => agent))]))
    const evidence: Evidence[] = []
    for (const [index, event] of events.entries()) {
      if (index % TURN === TURN - 1) await setImmediate()
      try {
        evidence.push(...this.#hearOne(event, hosts.get(event.agent) ?? ''))
      } catch (error) {
        this.#parts.tell(evaluationNotices.notJudged(error))
      }
    }
    return evidence
  }

  #hearOne(event: KeptEvent, host: string): readonly Evidence[] {
    const heard = heardOf(event, host)
    // What was due by then is heard first, as it is when nothing arrives for a while.
    this.#conclude(this.#rules.tick(event.received))
    this.#conclude(this.#rules.hear(heard, event.context, event.received))
    return event.arrival > this.#judged ? evidenceOf(heard) : []
  }

  #conclude(conclusions: readonly HeardEvent[]): void {
    this.#pending.push(...conclusions)
  }

  /** Notes what concerns incidents; nothing, if nothing does, but how far judging came. */
  async #note(found: readonly Evidence[], now: number): Promise<boolean> {
    const { store, rules } = this.#parts
    const evidence = await this.#relevant(gathered([...found, ...this.#pending.flatMap(evidenceOf)]))
    this.#pending = []
    const next = (this.#next ??= { noted: now, closed: now, saved: now + SAVE_EVERY })
    const isDue = this.#place > this.#judged && now >= next.noted
    if (evidence.length > 0 || isDue) {
      const state = now >= next.saved && this.#place >= this.#judged ? this.#save(next, now) : undefined
      const upTo = Math.max(this.#place, this.#judged)
      const input = { from: this.#judged, upTo, now, rules: rules() }
      const { apart, rest } = transactionsOf(evidence)
      for (const some of apart)
        if (!(await store.change(noteEvidence, { ...input, evidence: some, isPart: true }))) return false
      const last = { ...input, evidence: rest, ...(state !== undefined && { state }) }
      if (!(await store.change(noteEvidence, last))) return false
      this.#judged = upTo
      next.noted = now + NOTE_EVERY
    }
    if (now >= next.closed) {
      await store.change(closeQuiet, { now, rules: rules() })
      next.closed = now + CLOSE_EVERY
    }
    return true
  }

  #save(next: Times, now: number): string {
    const state = this.#rules.save()
    next.saved = now + Math.max(SAVE_EVERY, Buffer.byteLength(state) / SAVED_A_SECOND)
    return state
  }

  /** Evidence that opens incidents, or whose key has some. */
  async #relevant(evidence: readonly Evidence[]): Promise<readonly Evidence[]> {
    if (evidence.length === 0) return []
    const subjects = new Set(evidence.map(({ key }) => key.subject))
    const known = new Set(await this.#parts.store.ask(keysWithIncidents, [...subjects]))
    for (const { part, key } of evidence) if (part === 'opens') known.add(keyText(key))
    return evidence.filter(({ key }) => known.has(keyText(key)))
  }
}
