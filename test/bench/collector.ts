import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseReport } from '../../agent/spool/reports/report-file.ts'
import type { AgentProcess } from '../support/agent-process.ts'
import { type TestHost, createTestHost } from '../support/test-host.ts'
import { startService } from './service.ts'

/** A newly started collector on a host of its own that reads all logs from their beginnings. */
export interface Collector {
  readonly agent: AgentProcess
  readonly host: TestHost
  /** performance.now() before its start. */
  readonly began: number
  /** Resolves when it follows the three usual logs. */
  readonly ready: () => Promise<void>
  /** The offset in its log up to which everything is sealed. */
  readonly sealed: () => number
  /** Resolves when everything up to this offset is sealed. */
  readonly sealedUpTo: (offset: number) => Promise<void>
  readonly end: () => Promise<void>
}

/** Starts a collector on a host with empty logs, or with logs put there first. */
export async function startCollector(lay?: (host: TestHost) => void): Promise<Collector> {
  const host = await createTestHost({ api: 'http://127.0.0.1:9', start: 'beginning' })
  lay?.(host)
  const began = performance.now()
  const agent = startService('collect', host.config)
  let hasEnded = false
  agent.exited.then(() => (hasEnded = true))
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
      while (sealed() < offset) {
        if (hasEnded) throw new Error(`The agent ended: ${agent.output.stderr}`)
        await setTimeout(5)
      }
    },
    end: async () => {
      agent.kill('SIGKILL')
      await agent.exited
      await host.remove()
    },
  }
}

/** The end of the range of the newest report that has one: what rules conclude later has none. */
function lastOffset(folder: string): number {
  for (const name of readdirSync(folder).toSorted().toReversed()) {
    const report = parseReport(readFileSync(join(folder, name), 'utf8'))
    if (typeof report === 'string') throw new Error(`${name}: ${report}`)
    if (report.steps.length > 0) return Math.max(...report.steps.map(({ range }) => range.to))
  }
  return 0
}
