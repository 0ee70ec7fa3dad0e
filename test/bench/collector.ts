import { linkSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseReport } from '../../agent/spool/report-file.ts'
import { type AgentProcess, spawnAgent } from '../support/agent-process.ts'
import { type TestHost, createTestHost } from '../support/test-host.ts'

/** A collector that was just started on a host of its own. */
export interface Collector {
  readonly agent: AgentProcess
  readonly host: TestHost
  /** performance.now() before it was started. */
  readonly began: number
  /** Resolves when it has said that it follows all its logs. */
  readonly ready: () => Promise<void>
  /** Resolves when what it read up to this byte of its log is sealed. */
  readonly sealedUpTo: (offset: number) => Promise<void>
  /** How far it has sealed what it read. */
  readonly sealed: () => number
  readonly end: () => Promise<void>
}

/** Starts a collector, in whose place of one log this file is, to be read from its beginning; without any, all logs are empty. */
export async function startCollector(log?: 'access' | 'login', file: string = ''): Promise<Collector> {
  const host = await createTestHost({ api: 'http://127.0.0.1:9', start: 'beginning' })
  if (log !== undefined) {
    rmSync(host.logs[log])
    linkSync(file, host.logs[log])
  }
  const began = performance.now()
  const agent = spawnAgent(['collect', '--config', host.config])
  const sealed = (): number => lastOffset(join(host.spool, 'parsed'))
  return {
    agent,
    host,
    began,
    ready: async () => {
      for (const name of ['access', 'error', 'login']) await agent.untilLine(new RegExp(`source_found: ${name}`))
    },
    sealed,
    sealedUpTo: async (offset) => {
      while (sealed() < offset) await Promise.race([setTimeout(5), dead(agent)])
    },
    end: async () => {
      agent.kill('SIGKILL')
      await agent.exited
      await host.remove()
    },
  }
}

/** The end of what the newest report covers. */
function lastOffset(folder: string): number {
  const name = readdirSync(folder).reduce((last, each) => (each > last ? each : last), '')
  if (name === '') return 0
  const report = parseReport(readFileSync(join(folder, name), 'utf8'))
  if (typeof report === 'string') throw new Error(`${name}: ${report}`)
  return report.range.to
}

async function dead(agent: AgentProcess): Promise<never> {
  throw new Error(`The agent ended: ${JSON.stringify(await agent.exited)}`)
}
