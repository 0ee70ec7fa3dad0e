import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { type AgentProcess, type Surroundings, spawnAgent } from '../support/agent-process.ts'
import type { FakeApi } from '../support/fake-api.ts'
import type { TestHost } from '../support/test-host.ts'
import { Ledger } from './ledger.ts'
import { NOBODY, giveToNobody } from './nobody.ts'
import type { LineForm } from './numbered-line.ts'
import { REPORT_FOLDERS } from './sealed.ts'
import { type Tracing, trace } from './strace.ts'
import { until } from './until.ts'

/** How long the agent may take to start, to stop or to give a notice, in milliseconds. */
const PATIENCE = 30_000

/** The part of `status --json` that is looked at. */
const status = v.object({ warnings: v.array(v.object({ code: v.string() })) })

/** What a scenario acts on: one log, the agent that follows it, and the account of its lines. */
export class Stage {
  /** The folder of this scenario. */
  readonly folder: string
  /** The log that is followed; empty at first. */
  readonly log: string
  readonly spool: string
  /** The path of the configuration. */
  readonly config: string
  /** Where the agent keeps what `status` shows. */
  readonly runtime: string
  readonly ledger: Ledger
  /** Where the reports are sent; without it there is no transmitter, and they stay in the spool. */
  readonly api: FakeApi | undefined
  readonly #host: TestHost
  readonly #endings: (() => void)[] = []
  #agent: AgentProcess | undefined
  /** The words that run the agent as its user. */
  #user: readonly string[] = []
  /** The journals of previous agents. */
  #said = ''
  #reloads = 0
  /** What lines look like, unless a scenario says otherwise. */
  #form: LineForm = {}

  constructor(host: TestHost, api?: FakeApi) {
    this.#host = host
    this.folder = host.folder
    this.log = host.logs.login
    this.spool = host.spool
    this.config = host.config
    this.runtime = join(host.folder, 'run')
    this.ledger = new Ledger(REPORT_FOLDERS.map((name) => join(host.spool, name)))
    this.api = api
  }

  /** The journals of all agents. */
  get said(): string {
    return this.#said + (this.#agent?.output.stderr ?? '')
  }

  /** The text of the next lines; the caller writes it. */
  next(count: number, form: LineForm = {}): string {
    return this.ledger.next(count, { ...this.#form, ...form })
  }

  /** Appends the next lines to the log, or to another file, in one write. */
  write(count: number, to: string | number = this.log, form: LineForm = {}): void {
    appendFileSync(to, this.next(count, form))
  }

  /** Appends lines that no program could read for certain. */
  writeExcused(count: number): void {
    appendFileSync(this.log, this.ledger.next(count, {}, true))
  }

  /** Resolves when the agent has read everything written, or never will. */
  async read(): Promise<void> {
    await this.ledger.settled()
  }

  /** Writes lines and waits until they are read: then the agent has the log open. */
  async writeAndRead(count: number, form: LineForm = {}): Promise<void> {
    this.write(count, this.log, form)
    await this.read()
  }

  /** A pause that is part of the scenario. */
  async wait(milliseconds: number): Promise<void> {
    await setTimeout(milliseconds)
  }

  /** From now on each line is one half of a forward, and its event what a rule concludes of it. */
  concludeEach(): void {
    this.#form = { log: 'access' }
    const [access, login] = ['  access: {', '  login: {']
    this.configure(access, '  another: {')
    this.configure(login, access)
    this.configure('  another: {', login)
    this.configure('transmission:', 'events: [forward_added]\nrules: { forward_wait: 3s }\ntransmission:')
  }

  /** Adds keys to the section `spool` of the configuration: `max_files: 10`. */
  configureSpool(keys: string): void {
    this.configure(`path: ${this.spool}`, `path: ${this.spool}, ${keys}`)
  }

  /** Replaces words of the configuration, wherever they occur. */
  configure(words: string, others: string): void {
    const { config } = this.#host
    writeFileSync(config, readFileSync(config, 'utf8').replaceAll(words, others))
  }

  async start(surroundings: Surroundings = {}): Promise<void> {
    this.#agent = this.#spawn([this.api === undefined ? 'collect' : 'run'], surroundings)
    await this.hear(/collector_started/)
  }

  /** From now on the agent is not root; everything that exists now belongs to its user. */
  giveToNobody(): void {
    giveToNobody(this.folder)
    this.#user = NOBODY
  }

  /** Resolves when the running agent has written such a line. */
  async hear(pattern: RegExp): Promise<void> {
    await inTime(this.#running.untilLine(pattern), `a line like ${pattern}`)
  }

  /** How often the agents have given a notice. */
  timesHeard(code: string): number {
    return this.said.split('\n').filter((line) => line.includes(` ${code}: `)).length
  }

  /** Resolves when `status` warns of this, or no longer does. */
  async warned(code: string, wanted = true): Promise<void> {
    const isSo = async (): Promise<boolean> => (await this.#warnings()).includes(code) === wanted
    await until(isSo, `status ${wanted ? 'never' : 'always'} warns of ${code}`)
  }

  /** Traces the running agent, until the function that this resolves with is called. */
  async trace(tracing: Tracing): Promise<() => Promise<string>> {
    return trace(this.#running.pid, tracing)
  }

  /** Waits for something that never comes if the agent dies. */
  async orDeath(event: Promise<void>): Promise<void> {
    await inTime(Promise.race([event, this.#running.exited]), 'what the agent does before it dies')
  }

  /** Ends the agent cleanly. */
  async stop(): Promise<void> {
    if (await this.stopOrDie()) throw new Error('the agent was killed')
  }

  /** The same for an agent that may be dead, or die meanwhile; true if so. */
  async stopOrDie(): Promise<boolean> {
    const { code, signal } = await this.#end('SIGTERM')
    if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the agent ended with ${code ?? signal}`)
    return signal === 'SIGKILL'
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Stops the agent for a while, as a busy machine would. */
  async hold(): Promise<void> {
    const { pid } = this.#running
    this.#running.kill('SIGSTOP')
    const isStopped = (): boolean => /^\d+ \(.*\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    for (let tries = 0; !isStopped(); tries += 1) {
      if (tries > 1000) throw new Error('the agent does not stop')
      await setTimeout(1)
    }
  }

  release(): void {
    this.#running.kill('SIGCONT')
  }

  /** Tells the running agent to reload its configuration. */
  ring(): void {
    this.#running.kill('SIGHUP')
  }

  /** Resolves when it has done so once more since the last call. */
  async reloaded(): Promise<void> {
    this.#reloads += 1
    await inTime(this.#running.untilLine(/config_reloaded/, this.#reloads), 'a reload')
  }

  /** The peak memory of the running agent, in MiB. */
  peakMemory(): number {
    const status = readFileSync(`/proc/${this.#running.pid}/status`, 'utf8')
    return Math.ceil(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024)
  }

  /** How many descriptors the running agent has. */
  descriptors(): number {
    return readdirSync(`/proc/${this.#running.pid}/fd`).length
  }

  /** Adds something to do after the scenario, however that ends. */
  atEnd(ending: () => void): void {
    this.#endings.push(ending)
  }

  async close(): Promise<void> {
    if (this.#agent !== undefined) await this.kill()
    for (const ending of this.#endings.toReversed()) ending()
    await this.#host.remove()
  }

  get #running(): AgentProcess {
    if (this.#agent === undefined) throw new Error('no agent is running')
    return this.#agent
  }

  async #end(how: NodeJS.Signals): Promise<Awaited<AgentProcess['exited']>> {
    const agent = this.#running
    agent.kill(how)
    const ended = await inTime(agent.exited, 'its end')
    this.#forget()
    return ended
  }

  #spawn(words: readonly string[], surroundings: Surroundings = {}): AgentProcess {
    return spawnAgent([...words, '--config', this.#host.config], { under: this.#user, ...surroundings })
  }

  #forget(): void {
    this.#said = this.said
    this.#agent = undefined
  }

  async #warnings(): Promise<string[]> {
    const { stdout } = await this.#spawn(['status', '--json']).exited
    return v.parse(v.pipe(v.string(), v.parseJson(), status), stdout).warnings.map(({ code }) => code)
  }
}

async function inTime<T>(promise: Promise<T>, what: string): Promise<T> {
  const timer = new AbortController()
  const late = setTimeout(PATIENCE, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`waited ${PATIENCE / 1000} s for ${what}`)
  })
  return Promise.race([promise, late]).finally(() => timer.abort())
}
