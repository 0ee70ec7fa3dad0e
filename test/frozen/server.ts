import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AgentProcess, Ended, Surroundings } from '../support/agent-process.ts'

/** A server in a folder that its agent is started in. */
export interface Server {
  readonly folder: string
  /** Starts the agent with these words and the server's configuration. */
  readonly start: (...words: readonly string[]) => AgentProcess
  /** Runs it to its end. */
  readonly run: (...words: readonly string[]) => Promise<Ended>
}

/** Starts an agent, in a test or outside of one. */
export type Start = (words: readonly string[], surroundings: Surroundings) => AgentProcess

/**
 * The server in a folder. The paths of its logs go into the ids of events and must be the same in every folder: they
 * begin with /proc/self/cwd.
 */
export function serverIn(folder: string, start: Start): Server {
  const under = ['sh', '-c', 'cd "$0" && exec "$@"', folder]
  const begin = (...words: readonly string[]): AgentProcess =>
    start([...words, '--config', 'spoor.yml'], { under, env: { TZ: 'UTC' } })
  return { folder, start: begin, run: (...words) => begin(...words).exited }
}

/** Has a server report to an API from its next start on. */
export async function reportTo(api: string, { folder }: Server): Promise<void> {
  await mkdir(join(folder, 'conf.d'), { recursive: true })
  await chmod(join(folder, 'conf.d'), 0o700)
  await writeFile(join(folder, 'conf.d/api.yml'), `transmission: { host: '${api}' }\n`, { mode: 0o600 })
}

/** Has it read logs from their beginnings that it does not know. */
export async function readAll({ folder }: Server): Promise<void> {
  await writeFile(join(folder, 'conf.d/start.yml'), 'followers: { login: { start: beginning } }\n', { mode: 0o600 })
}
