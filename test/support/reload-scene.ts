import assert from 'node:assert/strict'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { after } from 'node:test'
import type { AgentProcess } from './agent-process.ts'
import { type FakeApi, startFakeApi } from './fake-api.ts'
import { createTestHost, loginLine, type TestHost } from './test-host.ts'

/** An agent's host and API, and its configuration as it is at first. */
export interface ReloadScene {
  readonly api: FakeApi
  readonly host: TestHost
  /** The configuration as it is, and replaced as a whole. */
  readonly config: string
  readonly configure: (text: string) => Promise<void>
}

/** Makes both, until the end of the test. */
export async function stage(options: { readonly timeout?: string } = {}): Promise<ReloadScene> {
  const api = await startFakeApi()
  const host = await createTestHost({ api: api.url, ...options })
  after(() => Promise.all([api.close(), host.remove()]))
  const configure = (text: string): Promise<void> => replace(host.config, text)
  return { api, host, config: await readFile(host.config, 'utf8'), configure }
}

/** Replaces a file as an administrator's tool does it: never half of it is there. */
export async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** Stops an agent; what it has said. */
export async function stopped(agent: AgentProcess): Promise<string> {
  agent.kill('SIGTERM')
  const { code, stderr } = await agent.exited
  assert.equal(code, 0, stderr)
  return stderr
}

/** Whether the API was sent this mailbox. */
export function hasReported(api: FakeApi, mailbox: string): boolean {
  return api.requests.some(({ body }) => body.includes(`"${mailbox}"`))
}

/** Resolves when the API was sent this mailbox. */
export async function reported(api: FakeApi, mailbox: string): Promise<void> {
  while (!hasReported(api, mailbox)) await api.arrived(api.requests.length + 1)
}

/** Writes logins until it is told to stop, and then tells which. */
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
