import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import type { Later, Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import type { DeliveryState } from '../../../../agent/receivers/delivery/progress.ts'
import { transmit } from '../../../../agent/receivers/delivery/transmit-loop.ts'
import { apiNotices } from '../../../../agent/receivers/notices.ts'
import type { OutageNotices, Sendable } from '../../../../agent/receivers/receiver.ts'
import type { Queue } from '../../../../agent/spool/queue.ts'
import type { WaitingReport } from '../../../../agent/spool/reports/waiting-report.ts'
import type { Notice } from '../../../../lib/notice/notice.ts'
import { notedDivisions } from '../../../support/noted-divisions.ts'
import { plainReceiver } from '../../../support/plain-receiver.ts'

/** When a scene begins, in milliseconds since the epoch. */
export const START = 1_700_000_000_000

/** The loop over a queue in memory and a clock that a sleep puts forward; it ends when nothing waits any more. */
export class Scene {
  readonly waiting: WaitingReport[]
  /** What happened, in order. */
  readonly log: string[] = []
  readonly told: Notice[] = []
  readonly states: DeliveryState[] = []
  readonly outcomes: Outcome[]
  /** Thrown by the queue one after another, at the calls named. */
  readonly faults: { call: keyof Queue; error: unknown }[] = []
  readonly stop = new AbortController()
  concurrency = 1
  /** Whether `answer` says what is answered, and when. */
  isHeld = false
  readonly answers = new Map<string, (outcome: Outcome) => void>()
  readonly underWay = new Set<string>()
  readonly returned: WaitingReport[] = []
  /** What was moved waits for it. */
  syncing: Promise<void> | undefined
  now = START
  notices: OutageNotices = apiNotices
  /** What the receiver gets of a report. */
  project = (report: Sendable): Sendable | undefined => report
  whenIdle = (): void => this.stop.abort()
  /** Wakes the waker. */
  hint = (): void => undefined

  constructor(names: string, outcomes: readonly Outcome[] = []) {
    this.waiting = names.split('').map((name) => ({ name, id: `id-${name}`, entries: [] }))
    this.outcomes = [...outcomes]
  }

  async run(): Promise<this> {
    const move = (
      call: 'accepted' | 'rejected' | 'divided',
      { name }: Pick<WaitingReport, 'name'>,
      reason = '',
    ): void => {
      this.fault(call)
      assert.ok(this.underWay.delete(name), `${name} is not under way`)
      this.log.push(`${call} ${name}${reason && ` ${reason}`}`)
    }
    await transmit({
      queue: {
        divisions: notedDivisions(),
        next: async () => {
          this.fault('next')
          const report = this.returned.shift() ?? this.waiting.shift()
          if (report !== undefined) this.underWay.add(report.name)
          return report
        },
        accepted: async (report, moved) => {
          move('accepted', report)
          moved()
          await this.syncing
        },
        rejected: async (report, reason) => move('rejected', report, reason),
        divided: async (report, refused) => move('divided', report, refused.map(({ first }) => first).join()),
        giveBack: (report) => {
          assert.ok(this.underWay.delete(report.name))
          this.returned.push(report)
          this.returned.sort((a, b) => (a.name < b.name ? -1 : 1))
        },
        postpone: (report, place) => {
          assert.ok(this.underWay.delete(report.name))
          if (place === 'first') this.waiting.unshift(report)
          else this.waiting.push(report)
        },
      },
      receiver: plainReceiver((report) => this.send(report), {
        notices: this.notices,
        project: (report) => this.project(report),
      }),
      concurrency: this.concurrency,
      clock: {
        now: () => this.now,
        sleep: async (milliseconds) => {
          this.log.push(`sleep ${milliseconds}`)
          this.now += milliseconds
        },
      },
      random: () => 0.5,
      tell: (notice) => this.told.push(notice),
      waker: {
        wake: async () => {
          this.log.push('idle')
          this.whenIdle()
          if (this.stop.signal.aborted || !this.isHeld) return
          const { promise, resolve } = Promise.withResolvers<void>()
          this.stop.signal.addEventListener('abort', () => resolve())
          this.hint = resolve
          await promise
        },
      },
      onChange: (state) => this.states.push(state),
      signal: this.stop.signal,
    })
    return this
  }

  /** Answers the request for a report, and lets all come of it that comes of it at once. */
  async answer(name: string, outcome: Outcome = { result: 'accepted' }): Promise<void> {
    this.answers.get(`id-${name}`)?.(outcome)
    this.answers.delete(`id-${name}`)
    await setImmediate()
  }

  /** The reports for which a request is under way. */
  get unanswered(): string {
    return [...this.answers.keys()].map((id) => id.slice(3)).join('')
  }

  get codes(): string[] {
    return this.told.map(({ code }) => code)
  }

  get state(): DeliveryState | undefined {
    return this.states.at(-1)
  }

  private async send({ id }: Sendable): Promise<Outcome> {
    this.log.push(`send ${id}`)
    if (!this.isHeld) return this.outcomes.shift() ?? { result: 'accepted' }
    const answer = Promise.withResolvers<Outcome>()
    this.stop.signal.addEventListener('abort', () => answer.resolve(later('network')))
    this.answers.set(id, answer.resolve)
    return answer.promise
  }

  private fault(call: keyof Queue): void {
    if (this.faults[0]?.call !== call) return
    this.log.push(`${call} fails`)
    throw this.faults.shift()?.error
  }
}

/** That a report has to wait. */
export function later(cause: Later['cause'], notBefore?: number): Later {
  return { result: 'later', cause, reason: `Because of ${cause}.`, ...(notBefore !== undefined && { notBefore }) }
}
