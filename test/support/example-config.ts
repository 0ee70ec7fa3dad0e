import { join } from 'node:path'
import type { Config, Follower, SpoorApiConfig } from '../../agent/config/config.ts'
import { RULE_NUMBERS } from './rule-numbers.ts'

/** A configuration with everything below one folder: `<source>_log`, `spool` and `run`. */
export function exampleConfig(
  folder: string,
  {
    sources = ['login'],
    host = 'http://localhost:9',
    named = { name: undefined, labels: {} },
    ...change
  }: ExampleChange = {},
): Config {
  const api = { ...exampleReceiver(host), events: change.events ?? 'spoor' }
  return {
    followers: sources.map((source) => exampleFollower(source, join(folder, `${source}_log`))),
    streams: [],
    transmission: api,
    receivers: [api],
    alerts: [],
    mailReports: [],
    spool: exampleSpool(join(folder, 'spool')),
    runtime: { path: join(folder, 'run') },
    limits: { readRate: undefined, memory: undefined },
    host: named,
    events: 'spoor',
    ignore: [],
    rules: RULE_NUMBERS,
    ...change,
  }
}

/** One log, read from its end on. */
export function exampleFollower(source: string, path: string): Follower {
  return { source, option: `followers.${source}.name`, path, start: 'end', zone: 'UTC', optional: false }
}

/** A Spoor API that takes what it is sent, without a proxy. */
export function exampleReceiver(host: string): SpoorApiConfig {
  return {
    name: 'api',
    type: 'spoor-api',
    option: 'transmission',
    events: 'spoor',
    enabled: true,
    host,
    reportPath: '/api/reports',
    listPaths: { reports: '/api/reports', events: '/api/mailbox_events' },
    accept: [],
    retryRefused: false,
    identifier: 'ABC123',
    secret: { text: 'secret456' },
    caFile: undefined,
    timeout: 60_000,
    concurrency: 4,
    interval: undefined,
    compression: undefined,
    proxy: 'none',
    clientCertificate: undefined,
    pins: undefined,
  }
}

/** A spool with room for whatever a test does, which keeps every report for ever. */
export function exampleSpool(path: string): Config['spool'] {
  return {
    path,
    maxSize: 1024 ** 3,
    maxFiles: 1e6,
    minFree: 1,
    maxDelay: 0,
    keepTransmitted: Infinity,
    maxTransmitted: Infinity,
    keepFailed: Infinity,
    maxFailed: Infinity,
  }
}

type ExampleChange = Partial<Pick<Config, 'events' | 'spool'>> & {
  readonly sources?: readonly Config['followers'][number]['source'][]
  /** The origin of the API. */
  readonly host?: string
  readonly named?: Config['host']
}
