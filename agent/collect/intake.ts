import { toEntries } from '../../lib/event/entries.ts'
import type { Event } from '../../lib/event/event.ts'
import type { Metadata } from '../../lib/event/metadata.ts'
import type { Derived, Rules } from '../../lib/rules/rules.ts'
import { type Clock, systemClock } from '../../lib/system/clock.ts'
import { onAbort } from '../../lib/system/on-abort.ts'
import type { Totals } from '../../lib/totals/totals.ts'
import type { LeftOut } from '../snapshots/snapshot.ts'
import type { Incoming } from '../spool/incoming.ts'
import type { Settled } from '../spool/positions/checkpoints.ts'
import { type Report, type Step, makeReport } from '../spool/reports/report-file.ts'
import type { Ignoring } from './ignoring.ts'

/** What an intake works with. */
export interface IntakeParts {
  readonly rules: Rules
  /** Seals a report and notes its steps; false if the program ended first. */
  readonly seal: (report: Report) => Promise<boolean>
  /** Notes steps and inbox files without an event to seal. */
  readonly pass: (steps: readonly Step[], taken: readonly string[]) => void
  readonly metadata: Metadata
  /** Whether an event is sealed. */
  readonly isSelected: (event: Event) => boolean
  /** Whether a receiver or an alert wants an event, ignored or not; without it, none wants what is not selected. */
  readonly isWanted?: (event: Event) => boolean
  /** Counts what is ignored of what comes in; undefined where nothing is. `rules` ask it of what they conclude. */
  readonly ignoring?: Pick<Ignoring, 'lets'> | undefined
  /**
   * Ids sealed after the rules' state was saved: their lines are read again, and not sealed again. Each with the time
   * up to which rules had heard then.
   */
  readonly sealedIds: ReadonlyMap<string, number>
  /** Up to when rules had heard in the last run. */
  readonly heard?: number | undefined
  /** Tells what is of the future. */
  readonly clock?: Pick<Clock, 'now'>
}

/** What a batch settles, and up to when rules had heard before it. */
interface Settles extends Pick<Report, 'steps' | 'taken'> {
  readonly heard: number
}

/**
 * Where all events enter the spool, one batch after the other: the rules hear each event, and what they conclude from a
 * batch is sealed in the same report.
 */
export class Intake {
  readonly #parts: IntakeParts
  readonly #unheard: Map<string, number>
  /** Up to when rules had heard in the last run. */
  #before: number
  #last: Promise<unknown> = Promise.resolve()
  #wake = (): void => undefined
  /** The rules have heard of events that will never be sealed: the program ends. */
  #isAhead = false

  constructor(parts: IntakeParts) {
    this.#parts = parts
    this.#unheard = new Map(parts.sealedIds)
    this.#before = parts.heard ?? -Infinity
  }

  /**
   * Whether to keep an event that comes in: it is selected, or rules hear it. Asked once of each, as it counts, also in
   * `leftOut` what is not selected.
   */
  readonly wants = (event: Event, leftOut?: LeftOut): boolean => {
    if (this.isSelected(event)) return true
    const { rules, ignoring, isWanted } = this.#parts
    if (leftOut !== undefined) leftOut[isWanted?.(event) === true ? 'ignore' : 'events'] += 1
    const isHeard = rules.hears(event.type)
    return ignoring === undefined ? isHeard : ignoring.lets(event, isHeard)
  }

  readonly isSelected = (event: Event): boolean => this.#parts.isSelected(event)

  /** Seals a batch with its steps or its inbox files; false if the program ended first. */
  take(items: readonly Incoming[], steps: readonly Step[], taken: readonly string[] = []): Promise<boolean> {
    return this.#inTurn(() => {
      const { rules, clock = systemClock } = this.#parts
      const { heard } = rules
      const now = Math.floor(clock.now() / 1000)
      // As in `Rules`, for a clock that was set back.
      this.#before = Math.min(this.#before, now)
      const said = (item: Incoming): readonly Incoming[] =>
        placeless(rules.hear({ event: item.event, id: item.id }, { now, after: this.#heardBefore(item) }))
      const found = rules.isEmpty ? items : items.flatMap((item) => [item, ...said(item)])
      if (rules.due !== undefined) this.#wake()
      return this.#seal(found, { steps, taken, heard })
    })
  }

  /** Seals what was counted; false if the program ended first. */
  takeTotals(totals: readonly Totals[]): Promise<boolean> {
    return this.#inTurn(() => {
      const { seal, metadata } = this.#parts
      return seal(makeReport({ metadata, entries: [], totals, steps: [] }))
    })
  }

  /** When the rules wait for something, up to when logs must have been read for that (`Rules.due`). */
  get due(): number | undefined {
    return this.#parts.rules.due
  }

  /** Resolves when the rules wait for something, or when the signal is aborted. */
  async somethingDue(signal: AbortSignal): Promise<void> {
    if (this.due !== undefined || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    const forget = onAbort(signal, resolve)
    await promise
    forget()
  }

  /** Tells the rules up to when all logs have been read, in seconds since 1970-01-01T00:00:00Z. */
  tick(time: number): Promise<boolean> {
    return this.#inTurn(() => {
      const { rules } = this.#parts
      const said = placeless(rules.tick(time))
      return this.#seal(said, { steps: [], heard: rules.heard })
    })
  }

  /**
   * Calls `act` with the rules' state at a moment when everything they have heard of is sealed, and nothing more; takes
   * nothing until that is done. Undefined if no such moment comes any more.
   */
  whenSettled<T>(act: (settled: Settled) => T | Promise<T>): Promise<T | undefined> {
    return this.#inTurn(() => {
      if (this.#isAhead) return undefined
      const { rules } = this.#parts
      const last = Math.max(rules.heard, this.#before)
      const saved = { ...rules.save(), ...(Number.isFinite(last) && { heard: last }) }
      return act({ rules: saved, unheard: [...this.#unheard.keys()] })
    })
  }

  /**
   * Up to when rules had heard in the last run when it took this event. One that it did not seal it never took: what it
   * sealed was concluded without it. Of those that are never sealed nobody knows.
   */
  #heardBefore({ event, id }: Incoming): number | undefined {
    return this.#unheard.get(id) ?? (event.time <= this.#before && this.isSelected(event) ? this.#before : undefined)
  }

  async #seal(found: readonly Incoming[], settles: Settles): Promise<boolean> {
    const { steps, taken = [], heard } = settles
    const { seal, pass, metadata, sealedIds } = this.#parts
    for (const { id } of found) this.#unheard.delete(id)
    // Not even if its line is found in two files.
    const isNew = ({ event, id }: Incoming): boolean => this.isSelected(event) && !sealedIds.has(id)
    const entries = toEntries(found.filter(isNew), metadata.reporter)
    if (entries.length === 0) {
      pass(steps, taken)
      return true
    }
    const further = { ...(taken.length > 0 && { taken }), ...(Number.isFinite(heard) && { heard }) }
    const isSealed = await seal(makeReport({ metadata, entries, steps, ...further }))
    this.#isAhead ||= !isSealed
    return isSealed
  }

  #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    // A failure is reported to whoever asked for the work.
    this.#last = done.catch(() => undefined)
    return done
  }
}

/** What rules conclude stands in no log. */
function placeless(found: readonly Derived[]): readonly Incoming[] {
  return found.map(({ event, id }) => ({ event, id, place: undefined }))
}
