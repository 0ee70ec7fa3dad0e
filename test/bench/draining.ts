import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { formatReport, makeReport } from '../../agent/spool/reports/report-file.ts'
import { reportName } from '../../agent/spool/reports/report-name.ts'
import { checkpointAt, entryOf } from '../support/spool-scene.ts'
import { createTestHost } from '../support/test-host.ts'
import { cpuTime } from './cpu-time.ts'
import { memoryOf } from './memory.ts'
import { startService } from './service.ts'
import { startSlowApi } from './slow-api.ts'

/** The cost of sending all waiting reports. */
export interface Drained {
  /** Seconds, including the start. */
  readonly cpu: number
  /** Seconds, without the start. */
  readonly wall: number
  /** Peak memory without that right after the start, in MiB. */
  readonly growth: number
}

/** The file content of a report of one login. */
export function reportText(number: number): string {
  const [from, to] = [number * 100, number * 100 + 100]
  const range = { generation: 'g', from, to }
  const entries = [entryOf(`id-${number}`)]
  return formatReport(
    makeReport({ entries, steps: [{ source: 'login', path: '/logs/login_log', range, next: checkpointAt(to) }] }),
  )
}

/**
 * Puts `reports` reports into a spool, and makes a transmitter send them to an API that answers after `delay`
 * milliseconds.
 */
export async function drain(reports: number, delay: number): Promise<Drained> {
  const api = await startSlowApi(delay)
  const host = await createTestHost({ api: api.url })
  const parsed = join(host.spool, 'parsed')
  for (let number = 1; number <= reports; number += 1) {
    writeFileSync(join(parsed, reportName(number)), reportText(number), { mode: 0o600 })
  }
  const agent = startService('transmit', host.config)
  try {
    await agent.untilLine(/transmitter_started/)
    const began = performance.now()
    const { resident } = memoryOf([agent.pid])
    // Listing a large folder takes long, and slows the agent down.
    while (readdirSync(parsed).length > 0) await setTimeout(Math.max(5, Math.min(500, reports / 200)))
    const wall = (performance.now() - began) / 1000
    return { cpu: cpuTime([agent.pid]) / 1000, wall, growth: memoryOf([agent.pid]).peak - resident }
  } finally {
    agent.kill('SIGKILL')
    await agent.exited
    await host.remove()
    api.close()
  }
}
