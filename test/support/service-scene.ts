import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { TestContext } from 'node:test'
import { serviceCommand } from '../../agent/commands/service.ts'
import type { RoleService } from '../../agent/roles/round.ts'
import type { Command, Io } from '../../lib/command-line/command.ts'
import { ReloadRequest } from '../../lib/system/reload-request.ts'
import { temporaryFolder } from './spool-scene.ts'

/** The factory that gives a command its services. */
export type Services = Parameters<typeof serviceCommand>[1]

/** A command that runs services, its configuration and its SIGHUPs. */
export interface ServiceScene {
  readonly command: Command
  readonly stop: AbortController
  readonly stderr: PassThrough
  /** Rewrites the configuration: for this host, or as invalid text. */
  readonly configure: (host: string) => Promise<void>
  /** Acts like SIGHUP. */
  readonly hangUp: () => void
  readonly run: () => Promise<number>
}

/** Makes a scene. */
export async function createServiceScene(
  t: TestContext,
  services: Services,
  { followers = 'login: { name: /log }', limits = '{}' } = {},
): Promise<ServiceScene> {
  const config = join(await temporaryFolder(t), 'spoor.yml')
  const configure = (host: string): Promise<void> => {
    const transmission = `{ host: '${host}', credentials: { api_identifier: ABC123, api_secret: secret456 } }`
    const lines = [`followers: { ${followers} }`, `transmission: ${transmission}`, `limits: ${limits}\n`]
    return writeFile(config, lines.join('\n'), { mode: 0o600 })
  }
  await configure('https://spoor.example.com')
  const command = serviceCommand({ usage: 'serve', summary: 'Serve.' }, services)
  const stop = new AbortController()
  const stderr = new PassThrough()
  const reloadRequest = new ReloadRequest()
  const io: Io = {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr,
    signal: stop.signal,
    reloadRequest,
  }
  return {
    command,
    stop,
    stderr,
    configure,
    hangUp: reloadRequest.make,
    run: () => command.run([], { config }, io),
  }
}

/** Resolves when a signal is aborted. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve())
  })
}

/** A service that only waits for the signal. */
export const idle: RoleService = async () => (round) => untilAborted(round.signal)
