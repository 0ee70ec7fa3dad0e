import { readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { parseReport } from '../../agent/spool/reports/report-file.ts'
import { sequenceOf } from '../../agent/spool/reports/report-name.ts'
import { type TestHost, createTestHost } from '../support/test-host.ts'
import { type Appended, appendLines } from './appended-lines.ts'
import { startService } from './service.ts'

/** Lines appended to a login_log while the collector ran, and when their reports were seen. */
export interface SealedLines extends Appended {
  /** Times by line number; performance.now(). */
  readonly seen: ReadonlyMap<number, number>
  /** The offset in the access_log when the last of these lines was sealed. */
  readonly reached: number
}

/** Appends lines to the login_log of a collector, which first reads the prepared logs. */
export async function sealLines(lines: number, lay?: (host: TestHost) => void): Promise<SealedLines> {
  const host = await createTestHost({ api: 'http://127.0.0.1:9', start: 'beginning' })
  lay?.(host)
  const parsed = join(host.spool, 'parsed')
  const agent = startService('collect', host.config)
  const files = new Map<string, number>()
  const read = (name: string): Exclude<ReturnType<typeof parseReport>, string> => {
    const report = parseReport(readFileSync(join(parsed, name), 'utf8'))
    if (typeof report === 'string') throw new Error(`${name}: ${report}`)
    return report
  }
  try {
    await agent.untilLine(/source_found: login/)
    const watcher = watch(parsed, (_, name) => {
      if (name !== null && sequenceOf(name) !== undefined) files.set(name, performance.now())
    })
    const hasBegun = (): boolean => [...files.keys()].some((name) => read(name).steps[0]?.source === 'login')
    const appended = await appendLines(host.logs.login, lines, { hasBegun, pids: [agent.pid] })
    watcher.close()
    const seen = new Map<number, number>()
    let reached = 0
    for (const [name, time] of files) {
      const { steps, entries } = read(name)
      const [step] = steps
      if (step?.source === 'access' && !seen.has(lines)) reached = step.range.to
      if (step?.source !== 'login') continue
      for (const entry of entries) seen.set(Number(/\d{6}/.exec(String(entry['mailbox_address']))?.[0]), time)
    }
    return { ...appended, seen, reached }
  } finally {
    agent.kill('SIGTERM')
    await agent.exited
    await host.remove()
  }
}
