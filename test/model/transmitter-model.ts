import assert from 'node:assert/strict'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sendable } from '../../agent/receivers/receiver.ts'
import { formatReport, makeReport, parseReport } from '../../agent/spool/reports/report-file.ts'
import { reportName } from '../../agent/spool/reports/report-name.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from '../../agent/spool/spool-folders.ts'
import { checkpointAt, entryOf } from '../support/spool-scene.ts'
import { DeliveryRules } from './delivery-rules.ts'
import { type Answer, HandApi, type Mood } from './hand-api.ts'
import { HandClock } from './hand-clock.ts'
import { Hands } from './spool-hands.ts'
import { type Settings, TransmitterRun } from './transmitter-run.ts'

/** Everything that can happen except an answer. */
export const EVENTS = [
  'a report is sealed',
  'a long report is sealed',
  'a moment passes',
  'a minute passes',
  'the next rest is over',
  'kill',
  'kill, and what was under way had arrived',
  'kill at the next move',
  'stop, and start again',
  'drop the newest that waits',
  'drop the newest that was refused',
  'try what was refused again',
] as const

/** One step: an event, another mood of the API, or its answer to a waiting request. */
export type Step =
  | (typeof EVENTS)[number]
  | { readonly mood: Mood }
  | { readonly answer: Answer; readonly to: 'oldest' | 'newest' }

/** Number of entries in a long report. */
const LONG = 5

/** A spool with its transmitter, an API, an operator, and time; its invariants are checked after each step. */
export class TransmitterModel {
  readonly #folders: SpoolFolders
  readonly #hands: Hands
  readonly #settings: Settings
  readonly #clock = new HandClock()
  readonly #api = new HandApi(this.#clock.now)
  #rules: DeliveryRules
  #run: TransmitterRun
  #sealed = 0
  readonly #entries: string[] = []
  /** The key of each request, by its joined entries. */
  readonly #keys = new Map<string, string>()
  /** Time of the last request. */
  #lastRequest = -Infinity

  private constructor(folders: SpoolFolders, settings: Settings) {
    this.#folders = folders
    this.#settings = settings
    this.#hands = new Hands(folders)
    ;[this.#rules, this.#run] = this.#start()
  }

  static async create(settings: Settings): Promise<TransmitterModel> {
    const folders = spoolFolders(join(await mkdtemp(join(tmpdir(), 'transmitter-model-')), 'spool'))
    await ensureSpoolFolders(folders)
    return new TransmitterModel(folders, settings)
  }

  /** Takes the steps, lets everything settle, and asserts what must hold on the way and at the end. */
  async run(steps: readonly Step[]): Promise<void> {
    try {
      for (const step of steps) {
        await this.#take(step)
        await this.#look()
      }
      await this.#settle()
      this.#assertSettled()
    } finally {
      this.#run.kill(false)
      await rm(join(this.#folders.root, '..'), { recursive: true })
    }
  }

  async #take(step: Step): Promise<void> {
    if (typeof step === 'string') return this.#events[step]()
    if ('mood' in step) {
      this.#api.mood = step.mood
      this.#api.answerAll()
    } else {
      this.#api.answer(step.to === 'oldest' ? 0 : Math.max(0, this.#api.waiting.length - 1), step.answer)
    }
  }

  readonly #events: Readonly<Record<(typeof EVENTS)[number], () => void | Promise<void>>> = {
    'a report is sealed': () => this.#seal(1),
    'a long report is sealed': () => this.#seal(LONG),
    'a moment passes': () => this.#pass(300),
    'a minute passes': () => this.#pass(60_000),
    'the next rest is over': () => void this.#clock.wakeNext(),
    kill: () => this.#kill(false),
    'kill, and what was under way had arrived': () => this.#kill(true),
    'kill at the next move': () => {
      this.#run.diesAtMove = true
    },
    'stop, and start again': async () => {
      await this.#run.stop(false)
      this.#restart()
    },
    'drop the newest that waits': () => this.#hands.drop('waiting'),
    'drop the newest that was refused': () => this.#hands.drop('failed'),
    'try what was refused again': async () => {
      await this.#hands.moveBack()
      this.#run.hint()
    },
  }

  #seal(length: number): void {
    this.#sealed += 1
    const ids = Array.from({ length }, (_, index) => `${this.#sealed}-${index}`)
    const range = { generation: 'g', from: this.#sealed - 1, to: this.#sealed }
    const next = checkpointAt(this.#sealed)
    const report = makeReport({
      entries: ids.map(entryOf),
      steps: [{ source: 'login', path: '/logs/login_log', range, next }],
    })
    writeFileSync(join(this.#folders.parsed, reportName(this.#sealed)), formatReport(report), { mode: 0o600 })
    this.#entries.push(...ids)
    this.#run.hint()
  }

  async #pass(milliseconds: number): Promise<void> {
    const end = this.#clock.now() + milliseconds
    while (this.#clock.wakeNext(end)) await this.#look()
    this.#clock.set(end)
  }

  #kill(isTaken: boolean): void {
    this.#run.kill(isTaken)
    this.#restart()
  }

  #restart(): void {
    ;[this.#rules, this.#run] = this.#start()
  }

  #start(): [DeliveryRules, TransmitterRun] {
    const { concurrency, random } = this.#settings
    const rules = new DeliveryRules(concurrency, random, this.#clock.now)
    this.#lastRequest = -Infinity
    const run = new TransmitterRun({
      folders: this.#folders,
      api: this.#api,
      clock: this.#clock,
      rules,
      settings: this.#settings,
      othersWait: (name) => this.#waiting().some((other) => other !== name && !rules.isUnderWay(other)),
      onRequest: (report) => this.#note(report),
    })
    return [rules, run]
  }

  /** Records a request. */
  #note({ id, entries }: Sendable): void {
    const { interval = 0 } = this.#settings
    assert.ok(this.#clock.now() - this.#lastRequest >= interval, 'too fast')
    this.#lastRequest = this.#clock.now()
    const ids = entries.map((entry) => entry.id).join(' ')
    assert.equal(this.#keys.get(ids) ?? id, id, 'another key')
    this.#keys.set(ids, id)
  }

  #waiting(): string[] {
    return readdirSync(this.#folders.parsed)
  }

  /** Lets everything finish that needs no time; then checks that what may be sent has been sent. */
  async #look(): Promise<void> {
    await this.#run.still()
    for (const fault of this.#run.faults) throw fault
    if (this.#run.isDead) this.#restart()
    await this.#run.still()
    const left = this.#waiting().filter((name) => !this.#rules.isUnderWay(name))
    const free = left.filter((name) => this.#rules.mayBegin(name))
    assert.deepEqual(free, [], 'nobody sends it')
    assert.ok(this.#api.waiting.length <= this.#settings.concurrency, 'too many requests at once')
  }

  /** The API accepts everything, and time passes. */
  async #settle(): Promise<void> {
    this.#run.diesAtMove = false
    await this.#take({ mood: 'up' })
    await this.#look()
    for (let rests = 0; this.#waiting().length > 0; rests += 1) {
      assert.ok(rests < 50 && this.#clock.wakeNext(), 'it does not go on by itself')
      await this.#look()
    }
  }

  #assertSettled(): void {
    const refused = this.#entriesIn('failed')
    assert.deepEqual(
      refused.filter((id) => !this.#api.refused.has(id)),
      [],
      'refused by nobody',
    )
    assert.equal(new Set(refused).size, refused.length, 'refused twice')
    const ends = new Set([...this.#api.keys.keys(), ...refused, ...this.#hands.dropped])
    const accepted = refused.filter((id) => this.#api.keys.has(id))
    assert.deepEqual(accepted, [], 'refused, though it was accepted')
    assert.deepEqual(
      this.#entries.filter((id) => !ends.has(id)),
      [],
      'lost',
    )
  }

  #entriesIn(folder: 'failed' | 'transmitted'): string[] {
    const names = readdirSync(this.#folders[folder]).filter((name) => this.#hands.isReport(name))
    return names.flatMap((name) => {
      const report = parseReport(readFileSync(join(this.#folders[folder], name), 'utf8'))
      assert.ok(typeof report !== 'string', `${name} is broken`)
      return report.entries.map(({ id }) => id)
    })
  }
}
