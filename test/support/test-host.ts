import { watch } from 'node:fs'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseReport } from '../../agent/spool/reports/report-file.ts'
import type { Entry } from '../../lib/event/entry.ts'

/** A cPanel server in a folder of its own: logs, configuration and spool. */
export interface TestHost {
  readonly folder: string
  readonly config: string
  readonly spool: string
  readonly logs: { readonly access: string; readonly error: string; readonly login: string }
  /** Appends lines to a log, each with its newline. */
  write(log: 'access' | 'error' | 'login', ...lines: readonly string[]): Promise<void>
  /** The entries of all reports in a folder of the spool, in the order of the reports. */
  entriesIn(folder: 'parsed' | 'transmitted' | 'transmission_failed'): Promise<Entry[]>
  /** Resolves when a folder of the spool has this many reports. */
  untilReports(folder: 'parsed' | 'transmitted' | 'transmission_failed', count: number): Promise<void>
  /** Removes the host. */
  remove(): Promise<void>
}

/** The configuration of a test host, in the terms of spoor.yml. */
export interface TestHostOptions {
  readonly api: string
  readonly ca?: string
  readonly timeout?: string
  readonly start?: 'beginning' | 'end'
  /** Additional lines below `transmission`. */
  readonly transmission?: readonly string[]
}

/** Makes a host with empty logs. */
export async function createTestHost(options: TestHostOptions): Promise<TestHost> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-host-'))
  const host = await layOut(folder, options)
  return {
    ...host,
    write: (log, ...lines) => appendFile(host.logs[log], lines.map((line) => `${line}\n`).join('')),
    entriesIn: async (name) => (await reportsIn(join(host.spool, name))).flatMap(({ entries }) => entries),
    untilReports: (name, count) =>
      untilNames(join(host.spool, name), (names) => names.filter(isReport).length >= count),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function layOut(
  folder: string,
  { api, ca, timeout = '60s', start = 'end', transmission = [] }: TestHostOptions,
): Promise<Pick<TestHost, 'folder' | 'config' | 'spool' | 'logs'>> {
  const logFolder = join(folder, 'logs')
  const spool = join(folder, 'spool')
  const config = join(folder, 'spoor.yml')
  await mkdir(logFolder)
  for (const name of ['parsed', 'transmitted', 'transmission_failed']) {
    await mkdir(join(spool, name), { recursive: true, mode: 0o700 })
  }
  await mkdir(join(folder, 'run'), { mode: 0o700 })
  const paths = ['access', 'error', 'login'].map((name) => [name, join(logFolder, `${name}_log`)] as const)
  for (const [, path] of paths) await writeFile(path, '')
  const caFile = join(folder, 'ca.pem')
  if (ca !== undefined) await writeFile(caFile, ca)
  const lines = [
    'followers:',
    ...paths.map(([name, path]) => `  ${name}: { name: ${path}, start: ${start} }`),
    'transmission:',
    `  host: ${api}`,
    `  timeout: ${timeout}`,
    ...transmission.map((line) => `  ${line}`),
    ...(ca === undefined ? [] : [`  ca_file: ${caFile}`]),
    '  credentials: { api_identifier: ABC123, api_secret: secret456 }',
    `spool: { path: ${spool} }`,
    `runtime: { path: ${join(folder, 'run')} }`,
  ]
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600 })
  const [access = '', error = '', login = ''] = paths.map(([, path]) => path)
  return { folder, config, spool, logs: { access, error, login } }
}

function isReport(name: string): boolean {
  return name.endsWith('.json')
}

async function reportsIn(folder: string): Promise<{ entries: readonly Entry[] }[]> {
  const names = (await readdir(folder)).filter(isReport).sort()
  const reports = await Promise.all(names.map(async (name) => parseReport(await readFile(join(folder, name), 'utf8'))))
  return reports.filter((report) => typeof report !== 'string')
}

/** Resolves when `right` accepts the names in a folder; checks at every change. */
export async function untilNames(folder: string, right: (names: readonly string[]) => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const look = (): void => {
    readdir(folder).then((names) => right(names) && resolve(), reject)
  }
  const watcher = watch(folder, look)
  look()
  await promise.finally(() => watcher.close())
}

/** A line of login_log: a login of a mailbox to webmail. */
export function loginLine(mailbox: string, second: number = 0): string {
  const stamp = new Date(Date.UTC(2026, 10, 20) + second * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return `[${stamp} +0000] info [webmaild] 192.0.2.7 - ${mailbox} - SUCCESS LOGIN webmaild`
}
