import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import type { Outcome } from '../../agent/receivers/delivery/outcome.ts'
import { throttled } from '../../agent/receivers/delivery/throttle.ts'
import { transmit } from '../../agent/receivers/delivery/transmit-loop.ts'
import type { Sendable } from '../../agent/receivers/receiver.ts'
import { Outbox } from '../../agent/spool/outbox/outbox.ts'
import type { WaitingReport } from '../../agent/spool/reports/waiting-report.ts'
import type { SpoolFolders } from '../../agent/spool/spool-folders.ts'
import { plainReceiver } from '../support/plain-receiver.ts'
import type { DeliveryRules } from './delivery-rules.ts'
import type { HandApi } from './hand-api.ts'
import type { HandClock } from './hand-clock.ts'

/** The configuration of the transmitter. */
export interface Settings {
  readonly concurrency: number
  /** Interval between the starts of two requests, in milliseconds. */
  readonly interval: number | undefined
  /** The random number to use, in [0, 1). */
  readonly random: number
  /** Whether refused reports are retried. */
  readonly retryRefused: boolean
}

/** What a run needs. */
export interface RunParts {
  readonly folders: SpoolFolders
  readonly api: HandApi
  readonly clock: HandClock
  readonly rules: DeliveryRules
  readonly settings: Settings
  /** Whether a report other than this one waits. */
  readonly othersWait: (name: string) => boolean
  /** Called with each request as it is sent. */
  readonly onRequest: (report: Sendable) => void
}

/** One run of a transmitter: everything is real except the clock, chance and the API. */
export class TransmitterRun {
  /** Violations of the rules. */
  readonly faults: unknown[] = []
  readonly #parts: RunParts
  readonly #stop = new AbortController()
  readonly #ended: Promise<unknown>
  readonly #death = Promise.withResolvers<void>()
  #isDead = false
  /** Whether to die when the next report is to be moved. */
  diesAtMove = false
  /** Unfinished calls of the outbox. */
  #busy = 0
  #hint = Promise.withResolvers<void>()
  /** Reports handed out by the outbox, and why they wait again. */
  readonly #taken = new Map<string, WaitingReport>()
  readonly #later = new Map<string, Extract<Outcome, { result: 'later' }>>()

  constructor(parts: RunParts) {
    this.#parts = parts
    this.#ended = this.#run()
  }

  get isDead(): boolean {
    return this.#isDead
  }

  /** Hints that something new may wait. */
  hint(): void {
    this.#hint.resolve()
  }

  /** Resolves when nothing can continue without time, an answer or a hint. */
  async still(): Promise<void> {
    for (let rounds = 0; rounds < 4; rounds += 1) {
      await setImmediate()
      if (this.#busy > 0) rounds = 0
    }
  }

  /** Stops cleanly; the API may have accepted requests in flight. */
  async stop(isTaken: boolean): Promise<void> {
    this.#stop.abort()
    this.#parts.api.hangUp(isTaken)
    await Promise.race([this.#ended, this.#death.promise])
    this.#isDead = true
  }

  /** Kills the run; the API may have accepted requests in flight. */
  kill(isTaken: boolean): void {
    this.#isDead = true
    this.#death.resolve()
    this.#parts.api.hangUp(isTaken)
    this.#parts.clock.forget()
  }

  #run(): Promise<unknown> {
    const { folders, api, clock, settings } = this.#parts
    const outbox = new Outbox(folders, 'server.example.net', () => undefined)
    const sendNow = (report: Sendable, signal: AbortSignal): Promise<Outcome> => {
      const stopped: Outcome = { result: 'later', cause: 'network', reason: 'Stopped.' }
      if (signal.aborted) return Promise.resolve(stopped)
      this.#check(() => this.#parts.onRequest(report))
      const gone = new Promise<Outcome>((resolve) => {
        signal.addEventListener('abort', () => resolve(stopped))
      })
      return Promise.race([api.send(report), gone])
    }
    const sendLater = throttled(sendNow, settings.interval, clock, clock.now)
    return transmit({
      queue: {
        divisions: {
          of: (report) => this.#alive(() => outbox.divisions.of(report)),
          note: (report, part) => this.#alive(() => outbox.divisions.note(report, part)),
        },
        next: () => this.#alive(() => this.#next(outbox)),
        accepted: (report, moved) => this.#settled(report, () => outbox.accepted(report, moved)),
        rejected: (report, reason, moved) => this.#refused(report, () => outbox.rejected(report, reason, moved)),
        divided: (report, refused, moved) => this.#refused(report, () => outbox.divided(report, refused, moved)),
        giveBack: (report) => {
          this.#failed(report)
          outbox.giveBack(report)
        },
        postpone: (report, place) => {
          this.#failed(report)
          outbox.postpone(report, place)
        },
      },
      receiver: plainReceiver((report, signal) => this.#send(report, () => sendLater(report, signal))),
      concurrency: settings.concurrency,
      retryRefused: settings.retryRefused,
      clock,
      random: () => settings.random,
      tell: () => undefined,
      waker: { wake: (signal) => this.#wake(signal) },
      onChange: () => undefined,
      signal: this.#stop.signal,
    })
  }

  /** Collects failures, because the loop would take a thrown error for trouble with the spool. */
  #check(assertion: () => unknown): void {
    try {
      assertion()
    } catch (error) {
      this.faults.push(error)
    }
  }

  async #alive<T>(action: () => Promise<T>): Promise<T> {
    if (this.#isDead) return new Promise(() => undefined)
    this.#busy += 1
    try {
      return await action()
    } finally {
      this.#busy -= 1
    }
  }

  async #next(outbox: Outbox): Promise<WaitingReport | undefined> {
    const report = await outbox.next()
    if (report !== undefined) this.#taken.set(report.name, report)
    return report
  }

  async #send(part: Sendable, send: () => Promise<Outcome>): Promise<Outcome> {
    const { rules, othersWait } = this.#parts
    const [first] = part.entries
    const [name = ''] = [...this.#taken].find(([, { entries }]) => entries.some(({ id }) => id === first?.id)) ?? []
    this.#check(() => rules.isUnderWay(name) || rules.begins(name, othersWait(name)))
    const outcome = await send()
    if (outcome.result === 'later') this.#later.set(name, outcome)
    if (outcome.result === 'rejected') this.#later.set(name, { result: 'later', cause: 'receiver', reason: '' })
    return outcome
  }

  #refused(report: WaitingReport, move: () => Promise<void>): Promise<void> {
    this.#check(() => assert.ok(!this.#parts.settings.retryRefused, `${report.name} was given up`))
    return this.#settled(report, move)
  }

  #settled(report: WaitingReport, move: () => Promise<void>): Promise<void> {
    if (this.diesAtMove) this.kill(false)
    return this.#alive(() => {
      this.#taken.delete(report.name)
      this.#parts.rules.settles(report.name)
      return move()
    })
  }

  /** A report can be returned without a request if another one failed meanwhile. */
  #failed({ name }: WaitingReport): void {
    this.#taken.delete(name)
    const { rules } = this.#parts
    if (this.#isDead || !rules.isUnderWay(name)) return
    const why = this.#later.get(name)
    if (!this.#stop.signal.aborted)
      rules.fails(name, why?.cause === 'receiver' || why?.mayBeItsOwn === true, why?.notBefore)
  }

  async #wake(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    signal.addEventListener('abort', () => this.#hint.resolve())
    await this.#hint.promise
    this.#hint = Promise.withResolvers()
  }
}
