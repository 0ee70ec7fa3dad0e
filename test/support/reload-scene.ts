import assert from 'node:assert/strict'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { after } from 'node:test'
import type { AgentProcess } from './agent-process.ts'
import { type FakeApi, startFakeApi } from './fake-api.ts'
import { createTestHost, loginLine, type TestHost } from './test-host.ts'

/** A host, an API and a configuration that can be replaced. */
export interface ReloadScene {
  readonly api: FakeApi
  readonly host: TestHost
  /** The current configuration; replaced as a whole. */
  readonly config: string
  readonly configure: (text: string) => Promise<void>
}

/** Makes host and API, which last until the end of the test. */
export async function stage(options: { readonly timeout?: string } = {}): Promise<ReloadScene> {
  const api = await startFakeApi()
  const host = await createTestHost({ api: api.url, ...options })
  after(() => Promise.all([api.close(), host.remove()]))
  const configure = (text: string): Promise<void> => replace(host.config, text)
  return { api, host, config: await readFile(host.config, 'utf8'), configure }
}

/** Replaces a file atomically, as an administrator's tool does. */
export async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** Stops an agent and returns its messages. */
export async function stopped(agent: AgentProcess): Promise<string> {
  agent.kill('SIGTERM')
  const { code, stderr } = await agent.exited
  assert.equal(code, 0, stderr)
  return stderr
}

/** Whether the API received an event of this mailbox. */
export function hasReported(api: FakeApi, mailbox: string): boolean {
  return api.requests.some(({ body }) => body.includes(`"${mailbox}"`))
}

/** Resolves when the API has received an event of this mailbox. */
export async function reported(api: FakeApi, mailbox: string): Promise<void> {
  while (!hasReported(api, mailbox)) await api.arrived(api.requests.length + 1)
}

/** Writes logins until stopped, and then returns their mailboxes. */
export function writeLogins(host: TestHost): {
  readonly written: readonly string[]
  readonly stop: () => Promise<void>
} {
  const written: string[] = []
  const enough = new AbortController()
  const writing = (async () => {
    while (!enough.signal.aborted) {
      written.push(`login${written.length}@example.com`)
      await host.write('login', loginLine(written.at(-1) ?? '', written.length))
    }
  })()
  return {
    written,
    stop: () => {
      enough.abort()
      return writing
    },
  }
}
