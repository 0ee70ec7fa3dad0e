import type { Entry } from '../../lib/event/entry.ts'
import { oneLine } from '../../lib/text/plain-text.ts'
import type { CommandAlert } from '../config/alerts/alert-config.ts'
import type { Failure } from '../receivers/delivery/courier.ts'
import { Progress } from '../receivers/delivery/progress.ts'
import { outageNotices } from '../receivers/notices.ts'
import type { SealedReport } from '../spool/cursor/held-queue.ts'
import type { EitherLoopParts } from './alert-loop.ts'
import { eventMessage } from './event-message.ts'
import { alertNotices } from './notices.ts'
import { refusedEntries, refusedParts } from './refused-entries.ts'
import { Saving } from './saving.ts'
import { toldEvent } from './told-event.ts'
import { isSpoolUsable, restUntil, takeTurns } from './turns.ts'
import { failureOf } from './under-way.ts'
import { wantedEvents } from './wanted-events.ts'

const MINUTE = 60_000

/** What the loop works with. */
export interface CommandLoopParts extends EitherLoopParts {
  readonly alert: CommandAlert
}

/** The report whose events come next. */
interface Current {
  readonly sealed: SealedReport
  /** The entries for which the program is to be run, with their indexes, in order. */
  readonly left: (readonly [index: number, entry: Entry])[]
  /** Why it refused others, by their indexes. */
  readonly refused: Map<number, string>
}

/**
 * Runs the program of an alert for each event that it wants of the sequence, one after the other, until the signal is
 * aborted; never rejects. What became of an event is noted before the next, so that a kill repeats one at most. One
 * that has to wait keeps those behind it waiting. With `once` it ends when it has done what the rate allows, or a try
 * fails; resolves with whether none did.
 */
export class CommandLoop {
  readonly #parts: CommandLoopParts
  readonly #progress: Progress
  readonly #wants: ReturnType<typeof wantedEvents>
  readonly #saving: Saving
  #current: Current | undefined
  /** When the runs of the last minute began. */
  #runs: readonly number[]
  #notBefore = -Infinity
  /** The clock in the last turn. */
  #seen = -Infinity

  constructor(parts: CommandLoopParts) {
    this.#parts = parts
    this.#progress = new Progress({ ...parts, notices: outageNotices(parts.alert.name) })
    this.#wants = wantedEvents(parts.alert)
    this.#saving = new Saving(parts)
    this.#runs = parts.memory.now.runs ?? []
  }

  async run(): Promise<boolean> {
    const { signal } = this.#parts
    const isGood = await takeTurns(
      this.#parts,
      (isLast) => this.#turn(isLast),
      () => this.#rest(),
    )
    if (signal.aborted) await this.#attempted(() => this.#saving.sometimes(true))
    return isGood
  }

  /** Does what is due; whether nothing failed. */
  async #turn(isLast: boolean): Promise<boolean> {
    const now = this.#parts.clock.now()
    // The clock was set back: nobody knows how long ago the last try was.
    if (now < this.#seen) this.#notBefore = -Infinity
    this.#seen = now
    if (now < this.#notBefore) return true
    let isGood = false
    const isUsable = await this.#attempted(async () => {
      isGood = (await this.#isSound()) && (await this.#work())
      await this.#saving.sometimes(isLast)
      this.#progress.mended('spool')
    })
    return isUsable && isGood
  }

  /** Trouble with the spool is told like any other; whether there was none. */
  #attempted(work: () => Promise<void>): Promise<boolean> {
    return isSpoolUsable(work, (failure) => this.#failed(failure))
  }

  /** A program that must not be run is told of before there is an event for it. */
  async #isSound(): Promise<boolean> {
    const faults = await this.#parts.channel.check(this.#parts.signal)
    if (faults.length === 0) this.#progress.mended('configuration')
    else this.#failed({ result: 'later', cause: 'configuration', reason: oneLine(faults.join('\n')) })
    return faults.length === 0
  }

  async #work(): Promise<boolean> {
    const { clock, signal } = this.#parts
    while (!signal.aborted) {
      this.#current ??= await this.#next()
      if (this.#current === undefined) return true
      const [first] = this.#current.left
      if (first === undefined) {
        await this.#settle(this.#current)
        continue
      }
      this.#notBefore = this.#freeAt(clock.now())
      if (this.#notBefore > clock.now()) return true
      if (!(await this.#try(this.#current, ...first))) return false
    }
    return true
  }

  /** The next report with an event for the program. */
  async #next(): Promise<Current | undefined> {
    const { queue, signal } = this.#parts
    for (let next = await queue.next(); next !== undefined && !signal.aborted; next = await queue.next()) {
      const current = await this.#begun(next)
      if (current.left.length > 0) {
        queue.hold(next)
        return current
      }
      await queue.pass(next)
    }
    return undefined
  }

  /** A report as the last process left it; of one that a person wants to be tried again, what was refused. */
  async #begun(sealed: SealedReport): Promise<Current> {
    const { queue, memory } = this.#parts
    const { number, isAgain, report } = sealed
    const wanted = Array.from(report.entries.entries()).filter(([, entry]) => this.#wants(entry))
    const noted = wanted.length === 0 ? [] : await queue.refusedOf(sealed)
    const refused = new Map(refusedEntries(noted, report.entries.length))
    const { within } = memory.now
    const over = !isAgain && within?.number === number ? within.entries : 0
    const left = wanted.filter(([index]) => (isAgain && refused.size > 0 ? refused.has(index) : index >= over))
    return { sealed, left, refused }
  }

  /** Runs the program for an event; whether that is over. */
  async #try(current: Current, index: number, entry: Entry): Promise<boolean> {
    const { channel, clock, signal, alert, host, tell } = this.#parts
    const time = clock.now()
    this.#runs = [...this.#recentRuns(time), time]
    const event = toldEvent(entry)
    const receipts = await channel.send(eventMessage(event, { alert, host, time }), signal)
    const later = receipts.filter(({ result }) => result === 'later')
    if (later.length > 0) {
      // A run that was given up to stop says nothing.
      if (!signal.aborted) this.#failed(failureOf(later))
      return false
    }
    const reason = receipts.flatMap((each) => (each.result === 'refused' ? [each.reason] : [])).at(0)
    this.#progress.delivered(reason === undefined ? { result: 'accepted' } : { result: 'rejected', reason }, true)
    if (reason !== undefined) tell(alertNotices.eventRefused(alert.name, event.id, reason))
    current.left.shift()
    await this.#note(current, index, reason)
    return true
  }

  /** Notes that an event is over, refused for a reason or not. */
  async #note({ sealed, left, refused }: Current, index: number, reason: string | undefined): Promise<void> {
    const { queue, memory, clock } = this.#parts
    const { number, isAgain } = sealed
    const isNew = reason !== undefined
    const isChanged = isNew || refused.delete(index)
    if (isNew) refused.set(index, reason)
    // After the last one that was to be tried again, only once nobody asks for that any more.
    if (isChanged && !(isAgain && left.length === 0)) await queue.noteRefused(sealed, refusedParts(refused))
    const told = isNew ? memory.now.told : clock.now()
    const place = isAgain
      ? { settledTo: memory.now.settledTo, ...(memory.now.within && { within: memory.now.within }) }
      : { settledTo: number - 1, within: { number, entries: index + 1 } }
    await memory.note({ ...(told !== undefined && { told }), ...place, runs: [...this.#runs] })
  }

  async #settle({ sealed, refused }: Current): Promise<void> {
    const { queue } = this.#parts
    // Perhaps it could not be noted before.
    if (!sealed.isAgain && refused.size > 0) await queue.noteRefused(sealed, refusedParts(refused))
    await queue.settleNoted(queue.mark)
    if (sealed.isAgain) await queue.noteRefused(sealed, refusedParts(refused))
    this.#current = undefined
  }

  /** When the rate allows another run. */
  #freeAt(now: number): number {
    const runs = this.#recentRuns(now)
    const first = runs.at(-this.#parts.alert.rate)
    return runs.length < this.#parts.alert.rate || first === undefined ? -Infinity : first + MINUTE
  }

  #recentRuns(now: number): readonly number[] {
    return this.#runs.filter((time) => time <= now && now - time < MINUTE)
  }

  #failed(failure: Failure): void {
    this.#progress.delivered(failure, true)
    this.#notBefore = this.#parts.clock.now() + this.#progress.takeRest()
  }

  /** Milliseconds until there is something to do; undefined if only a report can bring that. */
  #rest(): number | undefined {
    const now = this.#parts.clock.now()
    return restUntil([this.#saving.due, this.#notBefore > now ? this.#notBefore : undefined], now)
  }
}
