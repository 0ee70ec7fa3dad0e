import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type AgentProcess, type Ended, startAgent } from './agent-process.ts'
import { temporaryFolder } from './spool-scene.ts'

/** A host with checks, in a folder of its own. */
export interface CheckHost {
  readonly folder: string
  /** Writes the list of checks, one line each. */
  readonly configure: (...checks: readonly string[]) => void
  /** Runs a command to its end. */
  readonly run: (...args: readonly string[]) => Promise<Ended>
  /** Starts a command that stays. */
  readonly start: (...args: readonly string[]) => AgentProcess
}

/** A host that has no checks yet. */
export async function createCheckHost(t: TestContext): Promise<CheckHost> {
  const folder = await temporaryFolder(t)
  const config = join(folder, 'spoor.yml')
  mkdirSync(join(folder, 'metrics'))
  const common = [
    'transmission:',
    '  host: http://127.0.0.1:9',
    '  credentials: { api_identifier: ABC123, api_secret: secret456 }',
    'events: all',
    `spool: { path: ${folder}/spool }`,
    `runtime: { path: ${folder}/run }`,
    `metrics: { textfile: ${folder}/metrics }`,
  ]
  const configure: CheckHost['configure'] = (...checks) =>
    writeFileSync(config, [...common, 'checks:', ...checks.map((check) => `  - ${check}`), ''].join('\n'), {
      mode: 0o600,
    })
  configure()
  return {
    folder,
    configure,
    run: (...args) => startAgent([...args, '--config', config]).exited,
    start: (...args) => startAgent([...args, '--config', config]),
  }
}

/** A server on a port of its own that answers every connection by ending it. */
export async function listening(
  t: TestContext,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server: Server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  t.after(close)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('it listens on a port')
  return { port: address.port, close }
}
