import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { type AgentProcess, type Ended, spawnAgent } from '../support/agent-process.ts'
import { until } from '../torture/until.ts'

/** Delay before the service manager restarts a process, in milliseconds. */
const RESTART = 500

/** One process of the agent, restarted when it ends by itself, as by systemd. */
export class Service {
  /** Ends that nobody asked for, or that differ from what was asked. */
  readonly falls: string[] = []
  readonly #words: readonly string[]
  readonly #beforeItRuns: () => void
  #process: AgentProcess | undefined
  #isAsked = false
  #isHeld = false
  #isClosed = false
  #said = ''

  constructor(words: readonly string[], beforeItRuns: () => void = () => undefined) {
    this.#words = words
    this.#beforeItRuns = beforeItRuns
  }

  get isAway(): boolean {
    return this.#process === undefined || this.#isHeld
  }

  /** Its journal, with the time of each start. */
  get journal(): string {
    return this.#said + (this.#process?.output.stderr ?? '')
  }

  start(): void {
    if (this.#process !== undefined || this.#isClosed) return
    this.#beforeItRuns()
    this.#said += `${new Date().toISOString()}\n`
    const process = spawnAgent(this.#words)
    this.#process = process
    this.#isAsked = false
    void process.exited.then((ended) => this.#ended(ended))
  }

  /** Ends the process; on SIGTERM it must exit cleanly. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const process = this.#process
    if (process === undefined) return
    this.#isAsked = true
    process.kill(signal)
    const { code } = await process.exited
    if (signal === 'SIGTERM' && code !== 0) this.falls.push(`${this.#words[0]}: SIGTERM, and its exit code is ${code}`)
  }

  /** Suspends it until `release`. */
  async hold(): Promise<void> {
    const process = this.#process
    if (process === undefined) return
    process.kill('SIGSTOP')
    await until(() => process !== this.#process || isStopped(process.pid), 'it does not stop')
    this.#isHeld = true
  }

  release(): void {
    if (!this.#isHeld) return
    this.#beforeItRuns()
    this.#isHeld = false
    this.#process?.kill('SIGCONT')
  }

  /** Ends the process for good. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.end('SIGKILL')
  }

  #ended({ code, signal, stderr }: Ended): void {
    this.#said += stderr
    this.#process = undefined
    if (this.#isAsked) return
    this.falls.push(`${this.#words[0]}: ${code ?? signal} by itself`)
    void setTimeout(RESTART).then(() => this.start())
  }
}

function isStopped(pid: number): boolean {
  return /^\d+ \(.*\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}
