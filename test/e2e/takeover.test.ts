import assert from 'node:assert/strict'
import { appendFile, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { Chance } from '../chaos/chance.ts'
import { type AgentProcess, startAgent } from '../support/agent-process.ts'
import { type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { STORY, STORY_LOGS, type StoryLog } from '../support/takeover-story.ts'
import { type TestHost, createTestHost } from '../support/test-host.ts'

const ENTRY = v.looseObject({
  id: v.string(),
  type: v.string(),
  time: v.number(),
  mailbox_address: v.nullish(v.string()),
  summary: v.optional(v.string()),
  parts: v.optional(v.string()),
})
const BODY = v.object({ report: v.object({ entries: v.array(ENTRY) }) })

type Entry = v.InferOutput<typeof ENTRY>

/** What the rules conclude of the story, in the order of time; each but the first follows from others. */
const CHAIN = ['login_burst', 'login_after_burst', 'forward_added', 'mail_burst', 'mailbox_takeover']

/** The server of the story, with its six logs and both processes. */
class Server {
  readonly host: TestHost
  readonly #api: FakeApi
  readonly #agents: Record<'collect' | 'transmit', AgentProcess | undefined> = {
    collect: undefined,
    transmit: undefined,
  }

  private constructor(host: TestHost, api: FakeApi) {
    this.host = host
    this.#api = api
  }

  static async create(): Promise<Server> {
    const api = await startFakeApi()
    const host = await createTestHost({ api: api.url, start: 'beginning' })
    after(() => Promise.all([api.close(), host.remove()]))
    const server = new Server(host, api)
    for (const log of STORY_LOGS) await appendFile(server.#pathOf(log), '')
    const further = (['dovecot', 'exim-main', 'cpanel-session'] as const).map(
      (log) => `  - { driver: ${log}, path: ${server.#pathOf(log)}, start: beginning }\n`,
    )
    const kinds = [...CHAIN, 'login', 'mailbox_takeover_step'].join(', ')
    const lines = `events: [${kinds}]\nrules: { forward_wait: 4s }\nlogs:\n${further.join('')}`
    await appendFile(host.config, lines)
    return server
  }

  start(role: 'collect' | 'transmit'): void {
    this.#agents[role] ??= startAgent([role, '--config', this.host.config])
  }

  /** Kills a process in whatever it does. */
  async kill(role: 'collect' | 'transmit'): Promise<void> {
    this.#agents[role]?.kill('SIGKILL')
    await this.#agents[role]?.exited
    this.#agents[role] = undefined
  }

  /** What logs say of a deed, in random order of the logs. */
  async write(lines: Partial<Readonly<Record<StoryLog, readonly string[]>>>, chance: Chance): Promise<void> {
    const logs = STORY_LOGS.map((log) => ({ log, order: chance.between(0, 1e6) })).toSorted(
      (one, other) => one.order - other.order,
    )
    for (const { log } of logs) for (const line of lines[log] ?? []) await appendFile(this.#pathOf(log), `${line}\n`)
  }

  /** Gives cPanel's document to the hook, while no collector runs; resolves with the time of what it left. */
  async hook(document: object): Promise<number> {
    const args = ['hook', '--config', this.host.config]
    const { stdout } = await startAgent(args, { input: JSON.stringify(document) }).exited
    assert.equal(stdout, '1 spoor\n')
    const inbox = join(this.host.spool, 'inbox')
    const name = (await readdir(inbox)).find((each) => each.endsWith('.json')) ?? ''
    const { time }: { time: number } = JSON.parse(await readFile(join(inbox, name), 'utf8'))
    return time
  }

  /** All entries that the API has accepted, each of them once. */
  entries(): readonly Entry[] {
    const reports = new Map(this.#api.requests.map(({ headers, json }) => [headers['idempotency-key'], json]))
    return [...reports.values()].flatMap((json) => v.parse(BODY, json).report.entries)
  }

  async until(isThere: (entries: readonly Entry[]) => boolean): Promise<void> {
    for (let count = 1; !isThere(this.entries()); count += 1) await this.#api.arrived(count)
  }

  #pathOf(log: StoryLog): string {
    const { access, error, login } = this.host.logs
    const usual: Partial<Record<StoryLog, string>> = {
      'cpanel-access': access,
      'cpanel-error': error,
      'cpanel-login': login,
    }
    return usual[log] ?? join(this.host.folder, 'logs', log)
  }
}

test('a takeover in six logs and a hook is told once and whole, whatever is killed', async (t) => {
  const seed = process.env['SEED'] ?? `${Math.floor(Math.random() * 1e6)}`
  t.diagnostic(`SEED=${seed}`)
  const chance = new Chance(seed)
  const server = await Server.create()
  const kill = async (): Promise<void> => {
    const role = chance.pick<'collect' | 'transmit'>(['collect', 'collect', 'transmit'])
    await server.kill(role)
    server.start(role)
  }
  server.start('collect')
  server.start('transmit')
  let at = Math.floor(Date.now() / 1000) + 1
  for (const { after: seconds, lines, hook } of STORY) {
    at += seconds
    if (hook !== undefined) {
      await server.kill('collect')
      // Nothing happens before its time: the hook's event has that of the clock.
      await setTimeout(Math.max(0, at * 1000 - Date.now()))
      at = await server.hook(hook)
    }
    await server.write(lines(at), chance)
    server.start('collect')
    if (chance.percent(60)) await kill()
  }
  for (let count = chance.between(2, 6); count > 0; count -= 1) {
    await setTimeout(chance.between(100, 4000))
    await kill()
  }
  await server.until((entries) => entries.some(({ type }) => type === 'mailbox_takeover'))

  const entries = server.entries()
  const told = entries.filter(({ type }) => type !== 'login')
  assert.deepEqual(told.map(({ type }) => type).toSorted(), CHAIN.toSorted())
  assert.ok(told.every(({ mailbox_address: mailbox }) => mailbox === 'anna@shop.example'))
  const idOf = (type: string): string | undefined => entries.find((entry) => entry.type === type)?.id
  const partsOf = (type: string): readonly string[] =>
    entries.find((entry) => entry.type === type)?.parts?.split(' ') ?? []
  // The second one is the login or its session, whose lines have the same second.
  const [burst, ...logins] = partsOf('login_after_burst')
  assert.deepEqual([burst, logins.length], [idOf('login_burst'), 1])
  const parts = partsOf('mailbox_takeover')
  assert.deepEqual(
    [parts.length, parts[0], parts[1], parts.at(-1)],
    [5, idOf('login_after_burst'), idOf('forward_added'), idOf('mail_burst')],
  )
  const takeover = told.find(({ type }) => type === 'mailbox_takeover')
  assert.equal(
    takeover?.summary,
    'Somebody logged in after many failed logins, then forwarded its mail to drop@mail.example, then stored a filter that can hide mail or send it elsewhere, then changed its password, then sent mail to many recipients.',
  )
})
