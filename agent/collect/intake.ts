import { toEntries } from '../../lib/event/entries.ts'
import type { Place } from '../../lib/event/entry.ts'
import type { Event } from '../../lib/event/event.ts'
import type { Metadata } from '../../lib/event/metadata.ts'
import type { Derived, Rules } from '../../lib/rules/rules.ts'
import { Bell } from '../../lib/system/bell.ts'
import type { Settled } from '../spool/positions/checkpoints.ts'
import { type Report, type Step, makeReport } from '../spool/reports/report-file.ts'

/** An event on its way into the spool. */
export interface Incoming {
  readonly event: Event
  /** Undefined for an event of no log. */
  readonly place: Place | undefined
  readonly id: string
}

/** What an intake works with. */
export interface IntakeParts {
  readonly rules: Rules
  /** Seals a report and notes its steps; false where the program ended first. */
  readonly seal: (report: Report) => Promise<boolean>
  /** Notes steps, and files of inboxes, that bring nothing to seal. */
  readonly pass: (steps: readonly Step[], taken: readonly string[]) => void
  readonly metadata: Metadata
  /** Whether an event is sealed. */
  readonly isSelected: (event: Event) => boolean
  /** The ids of what was sealed after the rules' state was saved: what is read again since is not sealed again. */
  readonly sealedIds: ReadonlySet<string>
}

/**
 * Where all events go in, one batch after the other: the rules hear them, and what they say of a batch is sealed with
 * it, in one report.
 */
export class Intake {
  readonly #parts: IntakeParts
  readonly #unheard: Set<string>
  readonly #bell = new Bell()
  #last: Promise<unknown> = Promise.resolve()
  /** The rules have heard of events that were not sealed, and never will be: the program ends. */
  #isAhead = false

  constructor(parts: IntakeParts) {
    this.#parts = parts
    this.#unheard = new Set(parts.sealedIds)
  }

  /** Whether an event is of use: it is sealed, or a rule hears of it. */
  readonly wants = (event: Event): boolean => this.isSelected(event) || this.#parts.rules.hears(event.type)

  readonly isSelected = (event: Event): boolean => this.#parts.isSelected(event)

  /**
   * Makes a batch safe, with the steps that it takes, or the files of inboxes that it is of; false where the program
   * ended first.
   */
  take(items: readonly Incoming[], steps: readonly Step[], taken: readonly string[] = []): Promise<boolean> {
    return this.#inTurn(() => {
      const { rules } = this.#parts
      const said = ({ event, id }: Incoming): readonly Incoming[] => rules.hear({ event, id }).map(withoutPlace)
      const found = rules.isEmpty ? items : items.flatMap((item) => [item, ...said(item)])
      if (rules.due !== undefined) this.#bell.ring()
      return this.#seal(found, steps, taken)
    })
  }

  /** When the rules wait for something, up to when logs must have been read for that (`Rules.due`). */
  get due(): number | undefined {
    return this.#parts.rules.due
  }

  /** Resolves when the rules wait for something new; false once the signal is aborted. */
  somethingDue(signal: AbortSignal): Promise<boolean> {
    return this.#bell.heard(signal)
  }

  /** Tells the rules up to when all logs have been read, in seconds since 1970-01-01T00:00:00Z. */
  tick(time: number): Promise<boolean> {
    return this.#inTurn(() => this.#seal(this.#parts.rules.tick(time).map(withoutPlace), []))
  }

  /**
   * Calls `act` with what the rules know at a moment when exactly what they have heard of is sealed; undefined where no
   * such moment comes any more.
   */
  whenSettled<T>(act: (settled: Settled) => T): Promise<T | undefined> {
    return this.#inTurn(() =>
      this.#isAhead ? undefined : act({ rules: this.#parts.rules.save(), unheard: [...this.#unheard] }),
    )
  }

  async #seal(found: readonly Incoming[], steps: readonly Step[], taken: readonly string[] = []): Promise<boolean> {
    const { seal, pass, metadata } = this.#parts
    const isNew = ({ event, id }: Incoming): boolean => this.isSelected(event) && !this.#unheard.delete(id)
    const entries = toEntries(found.filter(isNew), metadata.reporter)
    if (entries.length === 0) {
      pass(steps, taken)
      return true
    }
    const isSealed = await seal(makeReport({ metadata, entries, steps, ...(taken.length > 0 && { taken }) }))
    this.#isAhead ||= !isSealed
    return isSealed
  }

  #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    // Its failure is told to who asked for it.
    this.#last = done.catch(() => undefined)
    return done
  }
}

function withoutPlace({ event, id }: Derived): Incoming {
  return { event, id, place: undefined }
}
