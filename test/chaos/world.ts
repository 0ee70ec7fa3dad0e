import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnAgent } from '../support/agent-process.ts'
import { createTestHost, type TestHost } from '../support/test-host.ts'
import { Hooked } from '../torture/hooked.ts'
import { until } from '../torture/until.ts'
import { type Account, takeAccount } from './account.ts'
import { type Acting, beMoody, type Deeds, fill, runHooks, trouble, write } from './actors.ts'
import { Chance } from './chance.ts'
import { MoodyApi } from './moody-api.ts'
import { SealedNumbers } from './sealed-numbers.ts'
import { Service } from './service.ts'
import { SpoolDisk } from './spool-disk.ts'
import { type Log, WrittenLines } from './written-lines.ts'
import { WrittenLog } from './written-log.ts'

/** Longer than the backoff after the failures of several bad moods in a row, in milliseconds. */
const PATIENCE = 120_000

/** The outcome of one run. */
export interface Outcome extends Account, Deeds {
  readonly lines: number
  readonly splits: number
}

/** A host and everything that can happen to it: logs, both processes of the agent, the disk of their spool, the API. */
export class World {
  readonly host: TestHost
  readonly #seed: string
  readonly #api: MoodyApi
  readonly #lines = new WrittenLines()
  readonly #hooked: Hooked
  readonly #sealed: SealedNumbers
  readonly #logs: Readonly<Record<Log, WrittenLog>>
  readonly #collector: Service
  readonly #transmitter: Service
  readonly #disk: SpoolDisk | undefined
  readonly #deeds: Deeds = { kills: 0, outages: 0, fills: 0, rotations: 0, hooks: 0 }

  private constructor(host: TestHost, api: MoodyApi, seed: string, disk: SpoolDisk | undefined) {
    this.host = host
    this.#api = api
    this.#seed = seed
    this.#disk = disk
    this.#hooked = new Hooked(host)
    this.#sealed = new SealedNumbers(host.spool, this.#lines)
    const reader = { isAway: () => this.#collector.isAway, sealed: () => this.#sealed.look() }
    const ways = new Chance(`${seed} ways`)
    const logOf = (name: Log): WrittenLog => new WrittenLog(host.logs[name], ways.pick(['rename', 'copy']), reader)
    this.#logs = { access: logOf('access'), login: logOf('login') }
    const words = ['--config', host.config]
    this.#collector = new Service(['collect', ...words], () => {
      for (const log of Object.values(this.#logs)) log.readerStarts()
    })
    this.#transmitter = new Service(['transmit', ...words])
  }

  /** `mebibytes` is the size of the spool's disk; without it the spool has no disk of its own and is never full. */
  static async create(seed: string, mebibytes: number | undefined): Promise<World> {
    const api = await MoodyApi.start()
    const host = await createTestHost({ api: api.url, timeout: '1s', start: 'beginning' })
    configure(host, new Chance(`${seed} configuration`))
    const disk = mebibytes === undefined ? undefined : new SpoolDisk(host.spool, mebibytes)
    return new World(host, api, seed, disk)
  }

  /** Lets everything happen for this many milliseconds, and then settle. */
  async run(milliseconds: number): Promise<Outcome> {
    this.#collector.start()
    this.#transmitter.start()
    // What is rotated away before a log is first seen is not read: that is no loss.
    await until(() => this.#hasBegun(), 'it does not begin', PATIENCE)
    await this.#act(milliseconds)
    const faults = await this.#settle()
    const account = takeAccount(this.host.spool, this.#api, this.#lines, this.#hooked)
    return {
      ...account,
      ...this.#deeds,
      faults: [...faults, ...this.#collector.falls, ...this.#transmitter.falls, ...account.faults],
      lines: this.#lines.count,
      splits: this.#api.refused.size,
    }
  }

  /** Ends everything, and removes it unless it is kept for inspection. */
  async close(isKept: boolean): Promise<void> {
    await Promise.all([this.#collector.close(), this.#transmitter.close()])
    await this.#api.close()
    if (isKept) {
      writeFileSync(join(this.host.folder, 'collector.txt'), this.#collector.journal)
      writeFileSync(join(this.host.folder, 'transmitter.txt'), this.#transmitter.journal)
      return
    }
    this.#disk?.unmount()
    await this.host.remove()
  }

  async #act(milliseconds: number): Promise<void> {
    const over = new AbortController()
    const acting = (name: string): Acting => ({ chance: new Chance(`${this.#seed} ${name}`), signal: over.signal })
    const deeds = this.#deeds
    const writing = (['access', 'login'] as const).map((name) =>
      write(acting(name), { name, log: this.#logs[name], lines: this.#lines, deeds }),
    )
    const timer = setTimeout(() => over.abort(), milliseconds)
    try {
      await Promise.all([
        ...writing,
        beMoody(acting('api'), this.#api, deeds),
        runHooks(acting('hooks'), { hooked: this.#hooked, disk: this.#disk, deeds }),
        trouble(acting('collector'), this.#collector, deeds),
        trouble(acting('transmitter'), this.#transmitter, deeds),
        ...(this.#disk === undefined ? [] : [fill(acting('disk'), this.#disk, deeds)]),
      ])
    } finally {
      clearTimeout(timer)
      over.abort()
    }
  }

  /** Removes every obstacle and waits until everything has settled by itself; returns what has not, in sentences. */
  async #settle(): Promise<readonly string[]> {
    const faults: string[] = []
    await until(() => this.#isSettled(), 'it does not settle', PATIENCE).catch((error: unknown) => {
      faults.push(`after ${PATIENCE / 1000} s: ${String(error)}`)
    })
    await Promise.all([this.#collector.end('SIGTERM'), this.#transmitter.end('SIGTERM')])
    const { code, stdout } = await spawnAgent(['spool', 'verify', '--config', this.host.config]).exited
    return code === 0 ? faults : [...faults, `spool verify: ${stdout}`]
  }

  /** Whether every log has a saved position. */
  #hasBegun(): boolean {
    const file = join(this.host.spool, 'checkpoints.json')
    const saved = existsSync(file) ? readFileSync(file, 'utf8') : ''
    return Object.values(this.host.logs).every((path) => saved.includes(path))
  }

  /** Whether every line and every hook is sealed, the inbox is empty and nothing waits. */
  #isSettled(): boolean {
    const isSealed = this.#sealed.look().size === this.#lines.count && this.#hooked.inPlace().size === 0
    return isSealed && this.#sealed.has(this.#hooked.due) && readdirSync(join(this.host.spool, 'parsed')).length === 0
  }
}

/** Each line, and each hook, is an event: as it is read, or as a rule concludes it, seconds later. */
const AS_READ = 'events: [login, forward_added_partial_ip, forward_added_partial_recipient]'
const AS_CONCLUDED = 'events: [login, forward_added]\nrules: { forward_wait: 3s }'

/** Varies the configuration between runs; a disk may be filled to its end. */
function configure({ config, spool }: TestHost, chance: Chance): void {
  const lines = [`concurrency: ${chance.pick([1, 4])}`, `compress: ${chance.pick(['none', 'gzip'])}`]
  const text = readFileSync(config, 'utf8')
    .replace('  timeout:', `${lines.map((line) => `  ${line}\n`).join('')}  timeout:`)
    .replace(`path: ${spool}`, `path: ${spool}, min_free: 1B`)
    .replace('transmission:', `${chance.pick([AS_READ, AS_CONCLUDED])}\ntransmission:`)
  writeFileSync(config, text)
}
