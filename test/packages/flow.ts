import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { createTestCa } from '../support/test-ca.ts'
import { loginLine } from '../support/test-host.ts'
import type { Container } from './container.ts'

const LOG = '/usr/local/cpanel/logs/login_log'
const PORT = 8443

const line = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    authorization: v.string(),
    key: v.string(),
    json: v.object({
      report: v.object({ entries: v.array(v.object({ mailbox_address: v.exactOptional(v.string()) })) }),
    }),
  }),
)

/** Log lines that go into a container and arrive at the fake API, each once. */
export class Flow {
  /** The API's URL, seen from the container. */
  readonly url = `https://localhost:${PORT}`
  /** The authority that signed its certificate. */
  readonly authority: string
  /** The credentials of every request. */
  readonly authorizations: string[] = []
  readonly #container: Container
  readonly #folder: string
  readonly #arrived: string[] = []
  readonly #keys = new Set<string>()
  #written = 0
  #api: ChildProcess | undefined

  private constructor(container: Container, folder: string, authority: string) {
    this.#container = container
    this.#folder = folder
    this.authority = authority
  }

  /** Creates cPanel's logs in a container, readable only by root. */
  static async into(container: Container): Promise<Flow> {
    const folder = await mkdtemp(join(tmpdir(), 'spoor-flow-'))
    const ca = createTestCa()
    const { key, cert } = ca.issue()
    await writeFile(join(folder, 'key.pem'), key)
    await writeFile(join(folder, 'cert.pem'), cert)
    await container.must(
      'umask 077; mkdir -p /usr/local/cpanel/logs; cd /usr/local/cpanel/logs; touch access_log error_log login_log; chmod 711 . ..',
    )
    return new Flow(container, folder, ca.pem)
  }

  /** Starts the API in the network of the container, which is new at every boot. */
  async open(): Promise<void> {
    await this.close()
    const script = join(import.meta.dirname, 'api-process.ts')
    const files = ['key.pem', 'cert.pem'].map((name) => join(this.#folder, name))
    const node = [process.execPath, '--import', 'tsx', script, String(PORT), ...files]
    const [program = '', ...words] = [...this.#container.inItsNetwork(), ...node]
    const api = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#api = api
    const lines = createInterface(api.stdout)
    await once(lines, 'line')
    lines.on('line', (text) => {
      const { authorization, key, json } = v.parse(line, text)
      this.authorizations.push(authorization)
      // As an API must: a report that is sent again under its key, as after a kill, counts once.
      if (this.#keys.has(key)) return
      this.#keys.add(key)
      // Not every event is about a mailbox.
      this.#arrived.push(...json.report.entries.flatMap((entry) => entry.mailbox_address ?? []))
    })
  }

  async close(): Promise<void> {
    const api = this.#api
    this.#api = undefined
    if (api === undefined || api.exitCode !== null) return
    const gone = once(api, 'exit')
    api.kill('SIGKILL')
    await gone
  }

  async remove(): Promise<void> {
    await this.close()
    await rm(this.#folder, { recursive: true })
  }

  /** Writes this many logins. */
  write(count: number): Promise<void> {
    return this.#container.append(LOG, this.lines(count))
  }

  /** The lines of this many logins, for whoever writes them at once. */
  lines(count: number): string {
    const numbers = Array.from({ length: count }, (_none, index) => this.#written + index)
    this.#written += count
    return numbers.map((number) => `${loginLine(mailbox(number), number)}\n`).join('')
  }

  /** Keeps writing while `what` runs. */
  async during(what: () => Promise<unknown>): Promise<void> {
    const end = new AbortController()
    const load = async (): Promise<void> => {
      while (!end.signal.aborted) {
        await this.write(5)
        await setTimeout(20)
      }
    }
    const writing = load()
    try {
      await what()
    } finally {
      end.abort()
      await writing
    }
  }

  /** Waits until everything written has arrived; rejects if something arrives twice, or if nothing arrives any more. */
  async settled(): Promise<void> {
    // A hook tells of other mailboxes.
    const ours = (): string[] => this.#arrived.filter((name) => /^u\d+@/.test(name))
    await this.#container
      .until('all has arrived', async () => new Set(ours()).size >= this.#written)
      .catch(() => undefined)
    const arrived = new Set(ours())
    const missing = Array.from({ length: this.#written }, (_none, index) => mailbox(index)).filter(
      (name) => !arrived.has(name),
    )
    const doubled = ours().length - arrived.size
    if (missing.length > 0 || doubled > 0) {
      throw new Error(
        `of ${this.#written} events ${missing.length} are missing (${missing[0]}), and ${doubled} came twice`,
      )
    }
  }
}

function mailbox(number: number): string {
  return `u${number}@example.com`
}
