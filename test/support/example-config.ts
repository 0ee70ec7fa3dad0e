import { join } from 'node:path'
import type { Config } from '../../agent/config/config.ts'

/** A configuration that keeps all it needs below one folder: `<source>_log`, `spool` and `run`. */
export function exampleConfig(
  folder: string,
  { sources = ['login'], host = 'http://localhost:9', ...change }: ExampleChange = {},
): Config {
  return {
    followers: sources.map((source) => ({ source, path: join(folder, `${source}_log`), start: 'end', zone: 'UTC' })),
    transmission: {
      enabled: true,
      host,
      reportPath: '/api/reports',
      identifier: 'ABC123',
      secret: { text: 'secret456' },
      caFile: undefined,
      timeout: 5000,
      concurrency: 4,
      interval: undefined,
      compression: undefined,
      proxy: 'none',
      clientCertificate: undefined,
      pins: undefined,
    },
    spool: { path: join(folder, 'spool'), maxSize: 1024 ** 3 },
    runtime: { path: join(folder, 'run') },
    limits: { readRate: undefined, memory: undefined },
    events: 'spoor',
    ...change,
  }
}

type ExampleChange = Partial<Pick<Config, 'events' | 'spool'>> & {
  readonly sources?: readonly Config['followers'][number]['source'][]
  readonly host?: string
}
