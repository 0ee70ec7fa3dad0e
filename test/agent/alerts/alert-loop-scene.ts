import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { AlertLoop, type Holding } from '../../../agent/alerts/alert-loop.ts'
import { AlertMemory } from '../../../agent/alerts/alert-memory.ts'
import { CommandLoop } from '../../../agent/alerts/command-loop.ts'
import type { AlertConfig, MessageAlert } from '../../../agent/config/alerts/alert-config.ts'
import type { DeliveryState } from '../../../agent/receivers/delivery/progress.ts'
import { HeldQueue } from '../../../agent/spool/cursor/held-queue.ts'
import { formatReport, makeReport } from '../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { toEntry } from '../../../lib/event/entry.ts'
import type { Event } from '../../../lib/event/event.ts'
import type { Attempt, Channel } from '../../../lib/notify/channel.ts'
import type { Message } from '../../../lib/notify/message.ts'
import { eventOf } from '../../support/events.ts'
import { createSpool, reportUpTo, type SpoolScene } from '../../support/spool-scene.ts'

/** When each test begins: noon, in milliseconds since the epoch. */
export const NOON = Date.UTC(2026, 10, 20, 12)

/** A minute in milliseconds. */
export const MINUTE = 60_000

/** An alert that tells `anna@example.com` at once, at most every ten minutes. */
export function exampleAlert(change: Partial<MessageAlert> = {}): MessageAlert {
  return {
    name: 'ops',
    option: 'alerts.ops',
    enabled: true,
    events: 'all',
    minSeverity: 'high',
    contexts: undefined,
    mailboxes: undefined,
    pace: 'at once',
    limit: 10 * MINUTE,
    way: {
      type: 'mail',
      settings: {
        program: 'spoor-agent',
        option: 'alerts.ops.mail',
        from: 'spoor@example.com',
        to: ['anna@example.com'],
        host: '127.0.0.1',
        port: 25,
        timeout: 30_000,
      },
    },
    ...change,
  }
}

/** The takeover of a mailbox. */
export function takeoverOf(mailbox: string): Event {
  return eventOf('mailbox_takeover', { mailbox_address: mailbox })
}

/** Several lives of one alert over one spool, with the clock by hand. */
export class AlertScene {
  readonly spool: SpoolScene
  readonly sent: { readonly message: Message; readonly to: readonly string[] }[] = []
  readonly holdings: Holding[] = []
  now = NOON
  state: DeliveryState | undefined
  queue: HeldQueue | undefined
  /** Whom it reaches, and what becomes of a try. */
  recipients: readonly string[] = ['anna@example.com']
  answer: (recipient: string) => Attempt = () => ({ result: 'delivered', answer: '250 taken' })
  alert: AlertConfig = exampleAlert()
  /** Instead of that, a real way. */
  channel: Channel | undefined
  #number = 0
  #release: () => void = () => undefined
  #idle = Promise.withResolvers<void>()
  #stop = new AbortController()
  #run: Promise<boolean> = Promise.resolve(true)
  /** For how long it would rest. */
  within: number | undefined

  private constructor(spool: SpoolScene) {
    this.spool = spool
  }

  static async make(t: TestContext): Promise<AlertScene> {
    const scene = new AlertScene(await createSpool(t))
    t.after(() => scene.kill())
    return scene
  }

  /** Seals events as one report, now. */
  async seal(...events: readonly Event[]): Promise<void> {
    const number = (this.#number += 1)
    const entries = events.map((event, index) =>
      toEntry(event, {
        id: `event-${number}-${index}`,
        host: 'web1.example.com',
        place: { log: '/var/log/maillog', generation: 'g', offset: number },
      }),
    )
    const file = join(this.spool.folders.sealed, reportName(number))
    await writeFile(file, formatReport(makeReport({ entries, steps: reportUpTo(number).steps })), { mode: 0o600 })
    await utimes(file, this.now / 1000, this.now / 1000)
  }

  /** Begins a life, and resolves when there is nothing more to do for now. */
  async start(once?: AbortSignal): Promise<void> {
    const { folders, tell } = this.spool
    const memory = await AlertMemory.read(folders, this.alert.name)
    this.queue = await HeldQueue.open(folders, this.alert.name, memory.now.settledTo, tell)
    this.#stop = new AbortController()
    this.#idle = Promise.withResolvers()
    const { alert } = this
    const parts = {
      host: 'web1.example.com',
      queue: this.queue,
      memory,
      channel: this.channel ?? this.#channel,
      clock: { now: () => this.now, sleep: () => Promise.reject(new Error('nobody sleeps')) },
      random: () => 0.999,
      tell,
      waker: {
        wake: (signal: AbortSignal, within: number | undefined): Promise<void> => this.#wake(signal, within),
      },
      onChange: (state: DeliveryState) => {
        this.state = state
      },
      once,
      signal: this.#stop.signal,
    }
    const onHolding = (holding: Holding): unknown => this.holdings.push(holding)
    const loop = 'rate' in alert ? new CommandLoop({ ...parts, alert }) : new AlertLoop({ ...parts, alert, onHolding })
    this.#run = loop.run().finally(() => this.#idle.resolve())
    await this.#idle.promise
  }

  /** Lets some time pass, then wakes it; resolves when there is nothing more to do for now. */
  async pass(milliseconds = 0): Promise<void> {
    this.now += milliseconds
    this.#idle = Promise.withResolvers()
    this.#release()
    await this.#idle.promise
  }

  /** Ends this life as SIGKILL does: nothing more is written. */
  kill(): void {
    this.#stop = new AbortController()
  }

  /** Ends it as SIGTERM does; with `once` it has ended by itself. */
  async stop(): Promise<boolean> {
    this.#stop.abort()
    return this.#run
  }

  get held(): number | undefined {
    return this.holdings.at(-1)?.held
  }

  get #channel(): Channel {
    return {
      recipients: this.recipients,
      check: async () => [],
      send: async (message, _signal, to = this.recipients) => {
        this.sent.push({ message, to })
        return to.map((recipient) => ({ recipient, ...this.answer(recipient) }))
      },
    }
  }

  #wake(signal: AbortSignal, within: number | undefined): Promise<void> {
    this.within = within
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#release = resolve
    signal.addEventListener('abort', () => resolve())
    this.#idle.resolve()
    return promise
  }
}
