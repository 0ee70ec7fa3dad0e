import { join } from 'node:path'
import type { Config } from '../../agent/config/config.ts'

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
  return {
    followers: sources.map((source) => ({ source, path: join(folder, `${source}_log`), start: 'end', zone: 'UTC' })),
    transmission: {
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
    },
    spool: exampleSpool(join(folder, 'spool')),
    runtime: { path: join(folder, 'run') },
    limits: { readRate: undefined, memory: undefined },
    host: named,
    events: 'spoor',
    ...change,
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
