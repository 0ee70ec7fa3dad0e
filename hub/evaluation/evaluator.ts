import { setImmediate } from 'node:timers/promises'
import { digest } from '../../lib/event/digest.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { giveMemoryBack } from '../../lib/system/processes/memory.ts'
import type { AlertRule } from '../alerts/alert-rule.ts'
import { type Evidence, evidenceOf } from '../incidents/evidence.ts'
import { gathered, keyText } from '../incidents/gather.ts'
import type { HeardEvent } from '../incidents/heard-event.ts'
import { EVIDENCE_KINDS } from '../incidents/meaning.ts'
import type { NextArrivals } from '../store/arrivals-in-order.ts'
import { hostsOf } from '../store/ask/hosts-of.ts'
import { type JudgingState, judgingState } from '../store/ask/judging-state.ts'
import { keysWithIncidents } from '../store/ask/keys-with-incidents.ts'
import { nextArrivals } from '../store/ask/next-arrivals.ts'
import { closeQuiet } from '../store/change/close-quiet.ts'
import { heardOf } from '../store/heard-of.ts'
import type { RulesState } from '../store/judging/move-judging.ts'
import { wordNumber } from '../store/number-words.ts'
import type { Store } from '../store/store.ts'
import type { KeptEvent } from '../store/tables.ts'
import type { TrustedClock } from '../store/trusted-clock.ts'
import { FleetRules, RULED_KINDS } from './fleet-rules.ts'
import type { NewPlaces } from './new-places.ts'
import { noteInTurn } from './note-in-turn.ts'
import { evaluationNotices } from './notices.ts'

/** Events read at once; after so many of them others get their turn. */
const [BATCH, TURN] = [1000, 20]

/** How often it is noted how far judging came, and what is quiet is closed, in seconds of what is judged. */
const [NOTE_EVERY, CLOSE_EVERY] = [10, 60]

/** What the rules know is saved each minute, and less often if it is much: so many bytes a second at most. */
const [SAVE_EVERY, SAVED_A_SECOND] = [60, 16_384]

/** The kinds of events that matter for incidents, by their numbers. */
export const JUDGED_KINDS: readonly number[] = [...new Set<string>([...EVIDENCE_KINDS, ...RULED_KINDS])].map(wordNumber)

/** What an evaluator works with. */
export interface EvaluatorParts {
  readonly store: Store
  /** The alert rules that follow, asked anew each time. */
  readonly rules: () => readonly AlertRule[]
  readonly tell: Tell
  /** Hears what is to be judged before it is; what it says arrives in its turn. */
  readonly newPlaces?: Pick<NewPlaces, 'hear'>
  /** While it is not trusted, nothing closes because it was quiet for long; absent: it is. */
  readonly trustedClock?: Pick<TrustedClock, 'trusts'>
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
  /** When something was done last, in seconds, by what it is. */
  readonly #done = new Map<'note' | 'close' | 'save', number>()
  #saveEvery = SAVE_EVERY
  /** `digest` of what the rules knew when it was saved last. */
  #saved: string
  #pending: HeardEvent[] = []

  private constructor(parts: EvaluatorParts, { judged, ruled, state }: JudgingState) {
    this.#parts = parts
    this.#judged = judged
    this.#place = ruled
    this.#rules = new FleetRules(state)
    this.#saved = digest(state)
  }

  /** Goes on where judging stands. */
  static async start(parts: EvaluatorParts): Promise<Evaluator> {
    return new Evaluator(parts, await parts.store.ask(judgingState, null))
  }

  /**
   * Judges the next arrivals; `now` by the clock, in seconds. Tells whether more wait; undefined if another evaluator
   * was faster: then this one has to start anew. Rejects with `StoreUnavailable`, and must start anew, too.
   */
  async round(now: number): Promise<boolean | undefined> {
    const { store } = this.#parts
    const wanted = { after: this.#place, kinds: JUDGED_KINDS, enough: BATCH }
    const next = store.recent?.next(wanted) ?? (await store.ask(nextArrivals, wanted))
    await this.#parts.newPlaces?.hear(next.events.filter(({ arrival }) => arrival > this.#judged))
    const evidence = await this.#hear(next)
    const isBehind = next.upTo < next.newest
    // While it is behind, time goes on by what arrived, so that it gives the same at any time.
    const time = isBehind ? Math.min(next.events.at(-1)?.received ?? now, now) : now
    if (!isBehind) this.#conclude(this.#rules.tick(now))
    this.#place = next.upTo
    const isNoted = await this.#note(evidence, time, now)
    return isNoted ? isBehind : undefined
  }

  /** What the events of arrivals say; the rules hear them. What was judged before, only the rules hear. */
  async #hear({ events }: NextArrivals): Promise<readonly Evidence[]> {
    if (events.length === 0) return []
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
  async #note(found: readonly Evidence[], now: number, clock: number): Promise<boolean> {
    const { store, rules, trustedClock } = this.#parts
    const evidence = await this.#relevant(gathered([...found, ...this.#pending.flatMap(evidenceOf)]))
    this.#pending = []
    if (evidence.length > 0 || (this.#place > this.#judged && this.#isDue('note', now, NOTE_EVERY))) {
      const isNoted = await this.#noteAll(evidence, now)
      if (!isNoted) return false
    }
    if (this.#isDue('close', now, CLOSE_EVERY) && (await trustedClock?.trusts(clock)) !== false)
      await store.change(closeQuiet, { now, rules: rules() })
    return true
  }

  async #noteAll(evidence: readonly Evidence[], now: number): Promise<boolean> {
    const { store, rules, tell } = this.#parts
    const upTo = Math.max(this.#place, this.#judged)
    const isSaved = this.#place >= this.#judged && this.#isDue('save', now, this.#saveEvery)
    const input = { from: this.#judged, upTo, now, rules: rules(), evidence }
    const onFault = (error: unknown): void => tell(evaluationNotices.notJudged(error))
    if (!(await noteInTurn(store, { ...input, ...(isSaved && { state: this.#save() }) }, onFault))) return false
    // What was saved had been copied several times.
    if (isSaved) giveMemoryBack()
    this.#judged = upTo
    this.#done.set('note', now)
    return true
  }

  #save(): RulesState {
    const [before, after] = [this.#saved, this.#rules.save()]
    this.#saveEvery = Math.max(SAVE_EVERY, Buffer.byteLength(after) / SAVED_A_SECOND)
    this.#saved = digest(after)
    return { before, after }
  }

  /** Whether something is to be done again; a clock that was set does not matter. */
  #isDue(what: 'note' | 'close' | 'save', now: number, every: number): boolean {
    const last = this.#done.get(what)
    if (last !== undefined && Math.abs(now - last) < every) return false
    this.#done.set(what, now)
    return last !== undefined || what !== 'save'
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
