import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Config } from '../../agent/config/config.ts'
import { collector } from '../../agent/roles/collector.ts'
import { parseReport } from '../../agent/spool/reports/report-file.ts'
import type { Entry } from '../../lib/event/entry.ts'
import type { Notice } from '../../lib/notice/notice.ts'
import { serve } from './round.ts'

/** A collector in this process that runs until it is stopped. */
export interface Running {
  readonly codes: string[]
  /** Resolves when it has sent this notice this many times. */
  readonly told: (code: string, times?: number) => Promise<void>
  readonly stop: () => Promise<void>
}

/** Starts a collector, which ends with the test at the latest. */
export function startCollector(t: TestContext, config: Config): Running {
  const stop = new AbortController()
  const codes: string[] = []
  let look = (): void => undefined
  const tell = ({ code }: Notice): void => {
    codes.push(code)
    look()
  }
  const ended = serve(collector, config, { tell, signal: stop.signal })
  t.after(() => {
    stop.abort()
    return ended.catch(() => undefined)
  })
  const told = (code: string, times = 1): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    look = () => {
      if (codes.filter((each) => each === code).length >= times) resolve()
    }
    look()
    return Promise.race([promise, ended])
  }
  return {
    codes,
    told,
    stop: () => {
      stop.abort()
      return ended
    },
  }
}

/** The entries of all reports in a folder of the spool, in the order of the reports. */
export async function entriesIn(folder: string): Promise<Entry[]> {
  const names = (await readdir(folder)).sort()
  const reports = await Promise.all(names.map(async (name) => parseReport(await readFile(join(folder, name), 'utf8'))))
  return reports.flatMap((report) => (typeof report === 'string' ? assert.fail(report) : report.entries))
}
