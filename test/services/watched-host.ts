import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { readSnapshot } from '../../agent/snapshots/snapshot.ts'
import { type ShownCheck, watcherSnapshot } from '../../agent/snapshots/watcher-snapshot.ts'
import { parseReport } from '../../agent/spool/reports/report-file.ts'
import type { Entry } from '../../lib/event/entry.ts'
import { cpuTime } from '../bench/cpu-time.ts'
import { type Memory, memoryOf } from '../bench/memory.ts'
import { type AgentProcess, type Ended, spawnAgent } from '../support/agent-process.ts'
import { mortal } from '../support/mortal.ts'

/** What every check has here: it is told at once. */
const COMMON = 'interval: 5s, failures: 1'

/** Milliseconds that a check may take where it says nothing else: the hung ones are waited for one after the other. */
const LIMIT = '3s'

/** Milliseconds between two looks, and until what does not come is given up. */
const [LOOK, PATIENCE] = [200, 60_000]

/** A host whose watcher runs checks. */
export class WatchedHost {
  readonly #folder: string
  readonly #config: string
  #watcher: AgentProcess | undefined

  /** `checks`: the keys of each by its name. */
  constructor(folder: string, checks: readonly { readonly name: string; readonly keys: string }[]) {
    this.#folder = folder
    this.#config = join(folder, 'spoor.yml')
    mkdirSync(folder)
    const lines = [
      'transmission: { host: "http://127.0.0.1:9", credentials: { api_identifier: ABC123, api_secret: secret456 } }',
      'events: all',
      `spool: { path: ${folder}/spool }`,
      `runtime: { path: ${folder}/run }`,
      'checks:',
      ...checks.map(({ name, keys }) => {
        const limit = keys.includes('limit:') ? '' : `, limit: ${LIMIT}`
        return `  - { name: ${name}, ${COMMON}${limit}, ${keys} }`
      }),
    ]
    writeFileSync(this.#config, `${lines.join('\n')}\n`, { mode: 0o600 })
  }

  /** Starts the watcher. */
  async start(): Promise<void> {
    this.#watcher = spawnAgent(['watch', '--config', this.#config], { under: mortal })
    await this.#watcher.untilLine(/watcher_started/)
  }

  /** What the watcher has said. */
  get said(): string {
    return this.#watcher?.output.stderr ?? ''
  }

  /** The processor time of the watcher so far, in milliseconds, and its memory. */
  get cost(): { readonly cpu: number; readonly memory: Memory } {
    const pids = [this.#watcher?.pid ?? 0]
    return { cpu: cpuTime(pids), memory: memoryOf(pids) }
  }

  /**
   * Resolves when each check has run since this was called, and was then as it should be: `fault` says what is wrong.
   * Throws with all that is wrong if that does not come.
   */
  async until(fault: (check: ShownCheck) => string | undefined): Promise<void> {
    const began = Date.now()
    const left = new Map<string, string>()
    const done = new Set<string>()
    do {
      await setTimeout(LOOK)
      for (const check of await this.#checks()) {
        const { name, last } = check
        if (done.has(name)) continue
        const wrong = last === undefined || last.at < began ? 'it did not run' : fault(check)
        if (wrong !== undefined) left.set(name, wrong)
        else {
          left.delete(name)
          done.add(name)
        }
      }
      if (Date.now() - began > PATIENCE)
        throw new Error([...left].map(([name, wrong]) => `${name}: ${wrong}`).join('\n') || 'no check runs')
    } while (left.size > 0 || done.size === 0)
  }

  /** Runs one check by hand. */
  async runCheck(name: string): Promise<Ended> {
    return spawnAgent(['checks', 'run', name, '--json', '--config', this.#config], { under: mortal }).exited
  }

  /** Ends the watcher; resolves with all events that it told, as a collector seals them. */
  async end(): Promise<readonly Entry[]> {
    this.#watcher?.kill('SIGTERM')
    const ended = await this.#watcher?.exited
    if (ended?.code !== 0) throw new Error(`the watcher ended with ${ended?.code ?? ended?.signal}`)
    const { code, stderr } = await spawnAgent(['collect', '--once', '--config', this.#config], { under: mortal }).exited
    if (code !== 0) throw new Error(`collect --once ended with ${code}: ${stderr}`)
    const sealed = join(this.#folder, 'spool/sealed')
    return readdirSync(sealed)
      .toSorted()
      .flatMap((name) => {
        const report = parseReport(readFileSync(join(sealed, name), 'utf8'))
        if (typeof report === 'string') throw new Error(`${name}: ${report}`)
        return report.entries
      })
  }

  async #checks(): Promise<readonly ShownCheck[]> {
    return (await readSnapshot('watcher', join(this.#folder, 'run-watch'), watcherSnapshot))?.checks ?? []
  }
}
