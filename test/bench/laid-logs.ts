import { appendFileSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cpanelAccess } from '../../agent/drivers/cpanel-access.ts'
import { type TestHost, loginLine } from '../support/test-host.ts'

/** Replaces a host's access_log by a file, all of whose events are reported. */
export function accessLogIs(file: string): (host: TestHost) => void {
  return ({ config, logs }) => {
    appendFileSync(config, `events: [${cpanelAccess.kinds.join(', ')}]\n`)
    rmSync(logs.access)
    linkSync(file, logs.access)
  }
}

/**
 * Makes `count` logs of one line, followed by one pattern; only the line of the last one gives an event that is
 * reported.
 */
export function manyLogs(count: number): (host: TestHost) => void {
  return ({ folder, config, logs }) => {
    const sites = join(folder, 'sites')
    mkdirSync(sites)
    for (let log = 1; log <= count; log += 1) {
      const user = log === count ? 'info@example.com' : 'shop'
      writeFileSync(join(sites, `${String(log).padStart(6, '0')}.log`), `${loginLine(user)}\n`)
    }
    writeFileSync(config, readFileSync(config, 'utf8').replace(logs.login, join(sites, '*.log')))
  }
}
