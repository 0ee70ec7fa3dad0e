import * as v from 'valibot'
import type { Notice } from '../../lib/notice/notice.ts'
import { checked, readMain, readWritten, type Shape, whereIs } from '../../lib/settings/load.ts'
import type { Reader } from '../../lib/settings/reader.ts'
import type { Path, Tree } from '../../lib/settings/tree.ts'
import type { Config } from './config.ts'
import { configNotices } from './notices.ts'
import { OPTIONS } from './options.ts'
import { SCHEMA } from './schema.ts'

/** Where the configuration is unless `--config` says otherwise. */
export const DEFAULT_CONFIG_FILE = '/etc/spoor/spoor.yml'

const SHAPE: Shape = { options: OPTIONS, include: v.object({ include: SCHEMA.entries.include }) }

/** A configuration, and what should be said of its files. */
export interface Loaded {
  readonly config: Config
  /** The main file and those it includes, in the order in which they count. */
  readonly files: readonly string[]
  readonly notices: readonly Notice[]
  /** Where an option stands, or its section where it does not: `FILE:LINE:COLUMN`. */
  readonly placeOf: (path: Path) => string
}

/**
 * Reads and checks the configuration with the files that it includes; the file with the secret it does not touch
 * (`readSecret` does). Throws `ActionNeeded` (exit 2) with everything that is wrong, one line each: `FILE:LINE:COLUMN:
 * OPTION: what; write this`.
 */
export async function loadConfig(file: string, reader?: Reader): Promise<Loaded> {
  const { tree, passedOver } = await readWritten(file, SHAPE, reader)
  return {
    config: configOf(checked(tree, SCHEMA, OPTIONS)),
    files: tree.files,
    notices: [
      ...tree.retired.map(({ file, keys }) => configNotices.keysIgnored(file, keys)),
      ...passedOver.map((path) => configNotices.configPassedOver(path)),
    ],
    placeOf: (path) => whereIs(tree, path),
  }
}

const { spool, runtime } = SCHEMA.entries
const WHEREABOUTS = v.object({
  spool: v.object({ path: spool.entries.path }),
  runtime: v.object({ path: runtime.entries.path }),
})

/** Where the agent works. */
export type Whereabouts = v.InferOutput<typeof WHEREABOUTS>

/**
 * The same of files of which the rest is wrong, as far as they can be read; the defaults where they do not tell. Never
 * rejects.
 */
export async function loadWhereabouts(file: string, reader?: Reader): Promise<Whereabouts> {
  const alone = (): Promise<Tree> => readMain(file, SHAPE, reader)
  const tree = await readWritten(file, SHAPE, reader).then((written) => written.tree, alone)
  const told = v.safeParse(WHEREABOUTS, tree.value)
  return told.success ? told.output : v.parse(WHEREABOUTS, { spool: {}, runtime: {} })
}

const SOURCES = ['access', 'error', 'login'] as const

type Output = v.InferOutput<typeof SCHEMA>

function configOf(output: Output): Config {
  const { followers, transmission, runtime, limits, events } = output
  const { host, endpoints, credentials, ca_file: caFile, timeout, concurrency, proxy } = transmission
  const { cert_file: certFile, key_file: keyFile } = transmission
  const { api_identifier: identifier, api_secret: text = '', api_secret_file: file } = credentials
  return {
    followers: SOURCES.flatMap((source) => {
      const follower = followers[source]
      if (follower === undefined) return []
      const { name: path, olddir, start, zone } = follower
      return [{ source, path, ...(olddir === undefined ? {} : { olddir }), start, zone }]
    }),
    transmission: {
      enabled: transmission.enabled === 'true',
      host,
      reportPath: endpoints.report,
      listPaths: { reports: endpoints.report_list, events: endpoints.event_list },
      accept: transmission.accept ?? [],
      retryRefused: transmission.retry_refused === 'true',
      identifier,
      secret: file === undefined ? { text } : { file },
      caFile,
      timeout,
      concurrency,
      interval: transmission.rate,
      compression: transmission.compress === 'gzip' ? 'gzip' : undefined,
      proxy,
      clientCertificate: certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile },
      pins: transmission.pin,
    },
    spool: spoolOf(output),
    runtime: { path: runtime.path },
    limits: { readRate: limits.read_rate, memory: limits.memory },
    ...(output.metrics.textfile !== undefined && { metrics: { textfile: output.metrics.textfile } }),
    host: { name: output.host.name, labels: output.host.labels },
    events,
  }
}

function spoolOf({ spool }: Output): Config['spool'] {
  return {
    path: spool.path,
    maxSize: spool.max_size,
    maxFiles: spool.max_files,
    minFree: spool.min_free,
    maxDelay: spool.max_delay ?? 0,
    keepTransmitted: spool.keep_transmitted,
    maxTransmitted: spool.max_transmitted,
    keepFailed: spool.keep_failed,
    maxFailed: spool.max_failed,
  }
}
