import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { loadHubConfig } from '../../hub/config/load.ts'
import type { Hub, Route } from '../../hub/http/route.ts'
import { SecretSeal } from '../../hub/people/secret-seal.ts'
import { HubServer } from '../../hub/serving/hub-server.ts'
import type { Store } from '../../hub/store/store.ts'
import type { Notice } from '../../lib/notice/notice.ts'
import { NOW } from './stores.ts'

const SEAL = new SecretSeal([Buffer.alloc(32, 7)])

/** A hub of a test, listening on a port of its own. */
export interface RunningHub {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly server: HubServer
  readonly notices: readonly Notice[]
  /** Asks the hub, and reads the whole answer. */
  readonly ask: (path: string, init?: RequestInit) => Promise<AskedAnswer>
}

/** An answer, with its body as text and, if it is JSON, as a value. */
export interface AskedAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

/** How a hub differs from the usual one of tests. */
export interface HubParts {
  /** Lines of the configuration file. */
  readonly config?: string
  readonly routes?: readonly Route[]
  readonly clock?: Hub['clock']
  readonly seal?: Hub['seal']
}

/** Starts a hub on loopback over a store; it ends with its test. Its clock stands at NOW. */
export async function runHub(store: Store, context: TestContext, parts: HubParts = {}): Promise<RunningHub> {
  const { clock = { now: () => NOW * 1000, sleep: async () => undefined }, routes, seal = SEAL } = parts
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-config-'))
  const file = join(folder, 'hub.yml')
  await writeFile(file, `listen: 127.0.0.1:0\n${parts.config ?? ''}\n`, { mode: 0o600 })
  const notices: Notice[] = []
  const config = await loadHubConfig(file)
  const server = await HubServer.start(
    { config, store, seal, clock, tell: (notice) => void notices.push(notice) },
    routes,
  )
  context.after(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })
  const url = `http://127.0.0.1:${server.ports[0]}`
  return { url, server, notices, ask: (path, init) => asked(`${url}${path}`, init) }
}

async function asked(url: string, init?: RequestInit): Promise<AskedAnswer> {
  const response = await fetch(url, init)
  const text = await response.text()
  const isJson = response.headers.get('content-type') === 'application/json'
  const json: unknown = isJson && text !== '' ? JSON.parse(text) : undefined
  return { status: response.status, headers: response.headers, text, json }
}
