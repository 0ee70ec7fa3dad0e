import type { Channel } from '../../lib/notify/channel.ts'
import type { Message } from '../../lib/notify/message.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { codeOf } from '../../lib/system/errors.ts'
import type { MessageAlert } from '../config/alerts/alert-config.ts'
import type { Failure } from '../receivers/delivery/courier.ts'
import { Progress, type ProgressParts } from '../receivers/delivery/progress.ts'
import { outageNotices } from '../receivers/notices.ts'
import type { HeldQueue } from '../spool/cursor/held-queue.ts'
import type { AlertMemory } from './alert-memory.ts'
import { alertMessage } from './alert-message.ts'
import { Digest } from './digest.ts'
import { dueAt, GATHERING } from './due.ts'
import { alertNotices } from './notices.ts'
import { Saving } from './saving.ts'
import { toldEvent } from './told-event.ts'
import { isSpoolUsable, restUntil, takeTurns, type TurnParts } from './turns.ts'
import { failureOf, outcomeOf, reasonsIn, type UnderWay, withReceipts } from './under-way.ts'
import { wantedEvents } from './wanted-events.ts'

/** What an alert holds, for `status`. Times in milliseconds since the epoch. */
export interface Holding {
  /** Events that the next message tells. */
  readonly held: number
  /** When the last message was told. */
  readonly told?: number | undefined
  /** When the next one is due; undefined while nothing is held. */
  readonly due?: number | undefined
}

/** What the loop of any alert works with. */
export interface EitherLoopParts extends Omit<ProgressParts, 'notices' | 'clock'>, TurnParts {
  /** This host's name. */
  readonly host: string
  readonly queue: HeldQueue
  readonly memory: AlertMemory
  readonly channel: Channel
  readonly clock: Clock
}

/** What the loop works with. */
export interface AlertLoopParts extends EitherLoopParts {
  readonly alert: MessageAlert
  readonly onHolding: (holding: Holding) => void
}

/**
 * Tells people what an alert wants of the sequence, many events in one message, until the signal is aborted; never
 * rejects. A message that nobody has yet grows with what comes; one that some have goes to the others as it is, and
 * what comes meanwhile waits for the next. With `once` it ends when it has told what is due, or a try fails; resolves
 * with whether none did.
 */
export class AlertLoop {
  readonly #parts: AlertLoopParts
  readonly #progress: Progress
  readonly #wants: ReturnType<typeof wantedEvents>
  readonly #saving: Saving
  #digest = new Digest()
  /** When the first of what is held was sealed. */
  #first: number | undefined
  /** The last message that was tried, to be tried again as it was while nothing comes. */
  #tried: Message | undefined
  #underWay: UnderWay | undefined
  /** Told or refused, and not yet noted. */
  #over: UnderWay | undefined
  #notBefore = -Infinity
  /** The clock in the last turn. */
  #seen = -Infinity
  #isResumed: boolean

  constructor(parts: AlertLoopParts) {
    this.#parts = parts
    this.#progress = new Progress({ ...parts, notices: outageNotices(parts.alert.name) })
    this.#wants = wantedEvents(parts.alert)
    this.#saving = new Saving(parts)
    this.#isResumed = parts.memory.now.underWay === undefined
  }

  async run(): Promise<boolean> {
    const { queue, signal } = this.#parts
    const isGood = await takeTurns(
      this.#parts,
      (isLast) => this.#turn(isLast),
      () => this.#rest(),
    )
    if (signal.aborted && queue.isUnsaved) await this.#attempted(() => queue.save())
    return isGood
  }

  /** Reads what has come, and tells what is due; whether nothing failed. */
  async #turn(isLast: boolean): Promise<boolean> {
    const { clock, signal } = this.#parts
    // The clock was set back: nobody knows how long ago the last try was.
    if (clock.now() < this.#seen) this.#notBefore = -Infinity
    this.#seen = clock.now()
    if (this.#seen < this.#notBefore) {
      // Reading goes on meanwhile; trouble with the spool shows again soon enough.
      await this.#gather().catch(unlessBug)
      this.#show()
      return true
    }
    const isGood = await this.#attempted(async () => {
      if (this.#over !== undefined) await this.#note(this.#over)
      await this.#gather()
      await this.#saving.sometimes(isLast)
      this.#progress.mended('spool')
    })
    if (!isGood || signal.aborted) return isGood
    const now = clock.now()
    const due = this.#due(isLast)
    if (due === undefined || due > now) {
      this.#show()
      return true
    }
    const isTold = await this.#attempted(() => this.#try())
    this.#show()
    return isTold && this.#notBefore <= clock.now()
  }

  /** Trouble with the spool is told like any other; whether there was none. */
  #attempted(work: () => Promise<void>): Promise<boolean> {
    return isSpoolUsable(work, (failure) => this.#failed(failure))
  }

  async #gather(): Promise<void> {
    const { queue, signal, host } = this.#parts
    for (let next = await queue.next(); next !== undefined && !signal.aborted; next = await queue.next()) {
      this.#resume(next.isAgain ? Infinity : next.number)
      const wanted = next.report.entries.filter(this.#wants)
      if (wanted.length === 0) {
        await queue.pass(next)
      } else {
        queue.hold(next)
        this.#first ??= next.sealedAt
        for (const entry of wanted) this.#digest.add(toldEvent(entry), host)
      }
    }
    if (!signal.aborted) this.#resume(Infinity)
  }

  /** Makes the message again that some have since before the start, once all that it is about has been read. */
  #resume(next: number): void {
    const { underWay } = this.#parts.memory.now
    if (this.#isResumed || underWay === undefined || next <= underWay.upTo) return
    this.#isResumed = true
    const { time, delivered, refused } = underWay
    if (this.#digest.count > 0) this.#freeze({ ...this.#compose(time), delivered, refused })
  }

  #compose(time: number): Pick<UnderWay, 'message' | 'mark' | 'count'> {
    const { alert, host, queue } = this.#parts
    return {
      message: alertMessage(this.#digest.told, { alert, host, time }),
      mark: queue.mark,
      count: this.#digest.count,
    }
  }

  #freeze(underWay: UnderWay): void {
    this.#underWay = underWay
    this.#digest = new Digest()
    this.#first = undefined
    this.#tried = undefined
  }

  /** When the next try is due; undefined if there is nothing to tell. */
  #due(isLast: boolean): number | undefined {
    const { alert, memory, clock } = this.#parts
    if (this.#underWay !== undefined) return this.#notBefore
    if (this.#first === undefined) return undefined
    // Where the process is about to end, nobody waits for what belongs together.
    const first = this.#first - (isLast && alert.pace === 'at once' ? GATHERING : 0)
    return Math.max(dueAt({ ...alert, told: memory.now.told, first, now: clock.now() }), this.#notBefore)
  }

  async #try(): Promise<void> {
    const { channel, clock, signal, alert, tell } = this.#parts
    const before = this.#underWay ?? this.#fresh(clock.now())
    const settled = new Set([...before.delivered, ...before.refused.map(({ recipient }) => recipient)])
    const left = channel.recipients.filter((recipient) => !settled.has(recipient))
    const receipts = await channel.send(before.message, signal, left)
    const later = receipts.filter(({ result }) => result === 'later')
    const now = withReceipts(before, receipts)
    if (later.length > 0) {
      // A try that was given up to stop says nothing.
      if (!signal.aborted) this.#failed(failureOf(later))
      if (now.delivered.length + now.refused.length > 0) await this.#remember(now)
      return
    }
    if (this.#underWay === undefined) this.#freeze(now)
    this.#underWay = undefined
    this.#over = now
    this.#notBefore = -Infinity
    this.#progress.delivered(outcomeOf(now), true)
    if (now.delivered.length > 0 && now.refused.length > 0)
      tell(alertNotices.recipientsRefused(alert.name, reasonsIn(now)))
    await this.#note(now)
  }

  /** The message about what is held; the same as in the last try if nothing came since. */
  #fresh(time: number): UnderWay {
    const made = this.#compose(time)
    if (this.#tried?.id !== made.message.id) this.#tried = made.message
    return { ...made, message: this.#tried, delivered: [], refused: [] }
  }

  /** Some have it, so it stays as it is. */
  async #remember(now: UnderWay): Promise<void> {
    const { memory } = this.#parts
    if (this.#underWay === undefined) this.#freeze(now)
    this.#underWay = now
    const { mark, message, delivered, refused } = now
    const underWay = {
      upTo: mark.upTo,
      time: message.time,
      delivered: [...delivered],
      refused: refused.map(({ recipient, reason }) => ({ recipient, reason })),
    }
    await memory.note({ ...memory.now, underWay })
  }

  /** Notes that a message is over: that it was told in one write, whatever becomes of the cursor behind it. */
  async #note(over: UnderWay): Promise<void> {
    const { memory, queue, clock } = this.#parts
    const { mark, delivered } = over
    const noted = { told: clock.now(), settledTo: mark.upTo }
    if (delivered.length > 0) await memory.note(noted)
    await queue.settle(mark, delivered.length > 0 ? '' : reasonsIn(over))
    if (delivered.length === 0) await memory.note(noted)
    this.#over = undefined
  }

  #failed(failure: Failure): void {
    this.#progress.delivered(failure, true)
    this.#notBefore = this.#parts.clock.now() + this.#progress.takeRest()
  }

  /** Milliseconds until there is something to do; undefined if only a report can bring that. */
  #rest(): number | undefined {
    const now = this.#parts.clock.now()
    const due = this.#over === undefined ? this.#due(false) : this.#notBefore
    return restUntil([due, this.#saving.due, this.#notBefore > now ? this.#notBefore : undefined], now)
  }

  #show(): void {
    const { memory, onHolding } = this.#parts
    const held = this.#digest.count + (this.#underWay?.count ?? 0)
    onHolding({ held, told: memory.now.told, due: this.#due(false) })
  }
}

function unlessBug(error: unknown): void {
  if (codeOf(error) === undefined) throw error
}
