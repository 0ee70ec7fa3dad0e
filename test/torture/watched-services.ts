import { once } from 'node:events'
import { appendFileSync, readdirSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { bytesByName } from '../../agent/inbox/file-name.ts'
import type { Entry } from '../../lib/event/entry.ts'
import { type AgentProcess, type Ended, spawnAgent } from '../support/agent-process.ts'
import { sealedIn } from './sealed.ts'
import type { Stage } from './stage.ts'
import { type Tracing, underFault } from './strace.ts'
import { until } from './until.ts'

/** What the collector reports here. */
const EVENTS = ['login', 'service_down', 'service_late', 'service_recovered', 'network_down', 'network_recovered']

/** How many scenarios have services: those of each have an address of their own, so none gets the port of another. */
let opened = 0

/** The folders of the watcher of a spool. */
export function watcherFolders({ spool }: Pick<Stage, 'spool'>): { readonly state: string; readonly inbox: string } {
  return { state: `${spool}-watch`, inbox: `${spool}-inbox/watch` }
}

/** Checks of services, the watcher that runs them, and the account of what it tells. */
export class WatchedServices {
  readonly #stage: Stage
  readonly #servers = new Map<string, Server>()
  readonly #closed: string[] = []
  readonly #address: string
  #watcher: AgentProcess | undefined

  private constructor(stage: Stage) {
    this.#stage = stage
    opened += 1
    this.#address = `127.77.0.${opened}`
  }

  /**
   * Opens so many services that answer after so many milliseconds, and has each of them checked. They are called by
   * another name of this host: on other hosts nothing is in maintenance while this one gets packages.
   */
  static async open(stage: Stage, count: number, delay = 0): Promise<WatchedServices> {
    const services = new WatchedServices(stage)
    const reference = await services.#open('reference', delay)
    const address = services.#address
    const lines = [`events: [${EVENTS.join(', ')}]`, `watch: { reference: ["${address}:${reference}"] }`, 'checks:']
    for (let number = 0; number < count; number += 1) {
      const name = `c${number}`
      const where = `host: "::ffff:${address}", port: ${await services.#open(name, delay)}`
      const times = 'failures: 1, interval: 5s, limit: 2s'
      lines.push(`  - { name: ${name}, type: tcp, ${where}, ${times}, script: [{ expect: "^ok" }] }`)
    }
    appendFileSync(stage.config, `${lines.join('\n')}\n`)
    stage.atEnd(() => services.#end())
    await services.runOnce()
    return services
  }

  /** One of the services goes, for good: it must be told once. */
  closeNext(): void {
    const name = `c${this.#closed.length}`
    const server = this.#servers.get(name)
    if (server === undefined) throw new Error('no service is left')
    server.close()
    this.#closed.push(name)
  }

  /** Runs every check once, perhaps under a fault; what is down and was not told is told then. */
  async runOnce(fault?: Tracing): Promise<Ended> {
    const ended = await spawnAgent(['watch', '--once', '--config', this.#stage.config], {
      // With a single thread for files their calls come in one order.
      env: { UV_THREADPOOL_SIZE: '1' },
      ...(fault && { under: underFault(fault) }),
    }).exited
    if (fault === undefined && ended.code !== 0)
      throw new Error(`the watcher ended with ${ended.code}: ${ended.stderr}`)
    return ended
  }

  /** Starts a watcher that stays. */
  async start(): Promise<AgentProcess> {
    this.#watcher = spawnAgent(['watch', '--config', this.#stage.config])
    await this.#watcher.untilLine(/watcher_started/)
    return this.#watcher
  }

  /** Ends the watcher at once, or as systemd does. */
  async end(how: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#watcher?.kill(how)
    await this.#watcher?.exited
  }

  /**
   * Lets the collector take all that was told, and run on. Throws unless each service that went was told once, or at
   * most so often.
   */
  async account(most = 1): Promise<void> {
    const { inbox } = watcherFolders(this.#stage)
    await this.#stage.start()
    await until(() => readdirSync(inbox).every((name) => bytesByName(name) === undefined), 'the inbox is not emptied')
    await this.#stage.stop()
    const told = sealedIn(this.#stage.spool)
      .flatMap(({ report }) => report.entries)
      .filter(({ log, type }) => log === null && type !== 'login')
    for (const name of this.#closed) {
      const times = told.filter((entry) => entry['check'] === name && entry.type === 'service_down').length
      if (times < 1 || times > most) throw new Error(`${name} went, which was told ${times} times`)
    }
    const others = told.filter(
      (entry) => !this.#closed.includes(String(entry['check'])) || entry.type !== 'service_down',
    )
    if (others.length > 0) throw new Error(`nobody did that: ${others.map(inShort).join('; ')}`)
    await this.#stage.start()
  }

  /** Opens one; its port. */
  async #open(name: string, delay: number): Promise<number> {
    const server = createServer((socket) => {
      const timer = setTimeout(() => socket.end('ok\n'), delay)
      socket
        .on('error', () => undefined)
        .on('close', () => clearTimeout(timer))
        .resume()
    })
    await once(server.listen(0, this.#address), 'listening')
    this.#servers.set(name, server)
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  #end(): void {
    this.#watcher?.kill('SIGKILL')
    for (const server of this.#servers.values()) server.close()
  }
}

function inShort(entry: Entry): string {
  return ['type', 'check', 'finding'].map((field) => String(entry[field])).join(' ')
}
