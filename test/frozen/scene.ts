import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { startAgent } from '../support/agent-process.ts'
import { type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { thaw } from './ice.ts'
import { type Server, type Start, readAll, reportTo, serverIn } from './server.ts'

/** What of a request no later version may change. */
export interface Sent {
  readonly request: string
  readonly authorization: string | undefined
  readonly type: string | undefined
  /** The id of the report. */
  readonly key: string
  readonly body: string
}

/** A server that was thawed, and an API that takes all it sends. */
export interface Scene {
  readonly server: Server
  /** Runs a service until all that is waited for has come, and stops it; all that was sent, in order. */
  readonly serve: (command: 'run' | 'transmit', isDone: (sent: readonly Sent[]) => boolean) => Promise<readonly Sent[]>
  readonly end: () => Promise<void>
}

/** How long nothing may come before a test is told so instead of being waited for, in milliseconds. */
const PATIENCE = 60_000

/** The same for a test, until its end. */
export async function sceneOf(t: TestContext, version: string): Promise<Scene> {
  const scene = await thawed(version, startAgent)
  t.after(() => scene.end())
  return scene
}

/** Thaws the server of a version in a temporary folder. */
export async function thawed(version: string, start: Start): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-thawed-'))
  await thaw(version, folder)
  const server = serverIn(folder, start)
  const api = await startFakeApi()
  await reportTo(api.url, server)
  return {
    server,
    async serve(command, isDone) {
      const agent = server.start(command)
      const ended = agent.exited.then(() => 'has ended')
      while (!isDone(sentTo(api))) {
        const patience = new AbortController()
        const silence = setTimeout(PATIENCE, 'sends nothing any more', { signal: patience.signal }).catch(
          () => undefined,
        )
        const fault = await Promise.race([api.arrived(api.requests.length + 1), ended, silence])
        patience.abort()
        if (typeof fault === 'string') assert.fail(`The agent ${fault}: ${agent.output.stderr}`)
      }
      agent.kill('SIGTERM')
      const { code, stderr } = await agent.exited
      assert.equal(code, 0, stderr)
      return sentTo(api)
    },
    async end() {
      await api.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** As if the agent were new: of its own files only the name stays that ids are made with, and it has read nothing. */
export async function forget(server: Server): Promise<void> {
  const { folder } = server
  const identity = await readFile(join(folder, 'spool/identity.json'))
  for (const name of ['spool', 'run']) await rm(join(folder, name), { recursive: true })
  await mkdir(join(folder, 'spool'), { mode: 0o700 })
  await writeFile(join(folder, 'spool/identity.json'), identity, { mode: 0o600 })
  await readAll(server)
  // What it was before the rotation has a line of every kind.
  await rename(join(folder, 'logs/login/all_log.1'), join(folder, 'logs/login/all_log'))
}

/** An entry as it is sent. */
export interface SentEntry {
  readonly id: string
  readonly type: string
  readonly time: number
  readonly mailbox_address?: string
  /** Of a gap. */
  readonly offset?: number
}

/**
 * All entries that were sent, in the order of their ids; those of gaps without the time, which is when one is noticed.
 */
export function entriesOf(sent: readonly Sent[]): readonly SentEntry[] {
  const entries = sent.flatMap(({ body }) => {
    const { report }: { readonly report: { readonly entries: readonly SentEntry[] } } = JSON.parse(body)
    return report.entries.map(timeless)
  })
  return entries.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

function timeless(entry: SentEntry): SentEntry {
  return entry.type === 'log_gap' ? { ...entry, time: 0 } : entry
}

/** Whether entries of all these mailboxes were sent, whatever else of them is different. */
export function haveCome(mailboxes: readonly string[], sent: readonly Sent[]): boolean {
  return mailboxes.every((mailbox) => sent.some(({ body }) => body.includes(`"${mailbox}"`)))
}

/** The mailboxes of entries. */
export function mailboxesOf(entries: readonly SentEntry[]): readonly string[] {
  return entries.map(({ mailbox_address: mailbox }) => mailbox).filter((mailbox) => mailbox !== undefined)
}

/** What was sent, in an order that does not depend on which log was read first. */
export function byKey(sent: readonly Sent[]): readonly Sent[] {
  return sent.toSorted((one, other) => (one.key < other.key ? -1 : 1))
}

function sentTo({ requests }: FakeApi): readonly Sent[] {
  return requests.map(({ method, url, headers, body }) => ({
    request: `${method} ${url}`,
    authorization: headers.authorization,
    type: headers['content-type'],
    key: String(headers['idempotency-key']),
    body,
  }))
}
