import * as v from 'valibot'
import { notices } from '../notice.ts'
import type { Notice } from '../notice.ts'
import { ActionNeeded, EXIT } from '../system/errors.ts'
import { plainText } from '../system/plain-text.ts'
import type { Config } from './config.ts'
import { nearestOption } from './option.ts'
import { readPrivateFile } from './private-file.ts'
import { SCHEMA } from './schema.ts'
import { nameOf, readTree } from './tree.ts'
import type { Problem, Tree } from './tree.ts'

/** Where the configuration is unless `--config` says otherwise. */
export const DEFAULT_CONFIG_FILE = '/etc/spoor/spoor.yml'

/** A configuration, and what should be said of its file. */
export interface Loaded {
  readonly config: Config
  readonly notices: readonly Notice[]
}

/**
 * Reads and checks the configuration file; the file with the secret it does not touch (`readSecret` does).
 * Throws `ActionNeeded` (exit 2) with everything that is wrong, one line each: `FILE:LINE:COLUMN: OPTION: what; write this`.
 */
export async function loadConfig(file: string, { uid }: { readonly uid?: number } = {}): Promise<Loaded> {
  const tree = readTree(await readPrivateFile(file, uid))
  const result = v.safeParse(SCHEMA, tree.value)
  const problems = [...tree.problems, ...problemsOf(result.issues ?? [], tree)]
  if (!result.success || problems.length > 0) throw new ActionNeeded(report(file, problems), EXIT.usage)
  return {
    config: configOf(result.output),
    notices: tree.retired.length > 0 ? [notices.keysIgnored(file, tree.retired)] : [],
  }
}

const { spool, runtime } = SCHEMA.entries
const WHEREABOUTS = v.object({
  spool: v.object({ path: spool.entries.path }),
  runtime: v.object({ path: runtime.entries.path }),
})

/** Where the agent works. */
export type Whereabouts = v.InferOutput<typeof WHEREABOUTS>

/** The same of a file of which the rest is wrong, be it of `uid`; the defaults where it does not tell. Never rejects. */
export async function loadWhereabouts(file: string, uid?: number): Promise<Whereabouts> {
  const text = await readPrivateFile(file, uid).catch(() => '')
  const told = v.safeParse(WHEREABOUTS, readTree(text).value)
  return told.success ? told.output : v.parse(WHEREABOUTS, { spool: {}, runtime: {} })
}

const SOURCES = ['access', 'error', 'login'] as const

function configOf({ followers, transmission, spool, runtime, limits, events }: v.InferOutput<typeof SCHEMA>): Config {
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
    spool: {
      path: spool.path,
      maxSize: spool.max_size,
      maxFiles: spool.max_files,
      minFree: spool.min_free,
      maxDelay: spool.max_delay ?? 0,
      keepTransmitted: spool.keep_transmitted,
      maxTransmitted: spool.max_transmitted,
      keepFailed: spool.keep_failed,
      maxFailed: spool.max_failed,
    },
    runtime: { path: runtime.path },
    limits: { readRate: limits.read_rate, memory: limits.memory },
    events,
  }
}

/** The first problem of each value; one that is null has a problem of its shape, which the tree tells. */
function problemsOf(issues: readonly v.BaseIssue<unknown>[], tree: Tree): Problem[] {
  const problems = new Map<string, Problem>()
  for (const issue of issues) {
    const path = (issue.path ?? []).map(({ key }) => String(key))
    if (issue.input === null || problems.has(nameOf(path))) continue
    const { key, example } = nearestOption(path)
    const text = example === undefined ? issue.message : `${issue.message}; write ${key}: ${example}`
    problems.set(nameOf(path), { path, place: tree.placeOf(path), text })
  }
  return [...problems.values()]
}

/** A line for each, in the order of the file. */
function report(file: string, problems: readonly Problem[]): string {
  return problems
    .toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
    .map(({ path, place, text }) => {
      const subject = path.length > 0 ? `${nameOf(path)}: ` : ''
      return plainText(`${file}:${place.line}:${place.column}: ${subject}${text}`)
    })
    .join('\n')
}
