import * as v from 'valibot'
import { type Notice, notices } from '../notice.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { Config } from './config.ts'
import { type Included, readIncluded } from '../../lib/settings/included-files.ts'
import { mergeTrees } from '../../lib/settings/merged-tree.ts'
import { nearestOption } from '../../lib/settings/option.ts'
import { readPrivateFile } from '../../lib/settings/private-file.ts'
import type { Reader } from '../../lib/settings/reader.ts'
import { SCHEMA } from './schema.ts'
import { nameOf, type Path, type Place, type Problem, readTree, type Tree } from '../../lib/settings/tree.ts'

/** Where the configuration is unless `--config` says otherwise. */
export const DEFAULT_CONFIG_FILE = '/etc/spoor/spoor.yml'

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
  const { tree, passedOver } = await readTrees(file, reader)
  const result = v.safeParse(SCHEMA, tree.value)
  const problems = [...tree.problems, ...problemsOf(result.issues ?? [], tree)]
  if (!result.success || problems.length > 0) throw new ActionNeeded(report(problems, tree), EXIT.usage)
  return {
    config: configOf(result.output),
    files: tree.files,
    notices: [
      ...tree.retired.map(({ file, keys }) => notices.keysIgnored(file, keys)),
      ...passedOver.map((path) => notices.configPassedOver(path)),
    ],
    placeOf: (path) => textOf(placeOf(tree, path)),
  }
}

async function readTrees(
  file: string,
  reader: Reader | undefined,
): Promise<{ readonly tree: Tree; readonly passedOver: Included['passedOver'] }> {
  const main = readTree(file, await readPrivateFile(file, reader))
  const places = v.safeParse(v.object({ include: SCHEMA.entries.include }), main.value ?? {})
  if (!places.success) return { tree: main, passedOver: [] }
  const isUsual = main.find(['include']) === undefined
  const { files, passedOver } = await readIncluded({ main: file, places: places.output.include, isUsual, reader })
  return { tree: mergeTrees([main, ...files.map(({ path, text }) => readTree(path, text))]), passedOver }
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
  const alone = async (): Promise<Tree> => readTree(file, await readPrivateFile(file, reader).catch(() => ''))
  const tree = await readTrees(file, reader).then((read) => read.tree, alone)
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

/** The first problem of each value; one that is null has a problem of its shape, which the tree tells. */
function problemsOf(issues: readonly v.BaseIssue<unknown>[], tree: Tree): Problem[] {
  const problems = new Map<string, Problem>()
  for (const issue of issues) {
    const path = (issue.path ?? []).map(({ key }) => String(key))
    if (issue.input === null || problems.has(nameOf(path))) continue
    const { key, example } = nearestOption(path)
    const text = example === undefined ? issue.message : `${issue.message}; write ${key}: ${example}`
    problems.set(nameOf(path), { path, place: placeOf(tree, path), text })
  }
  return [...problems.values()]
}

/** Where an option stands by the last file that has it; its section for what is not there. */
function placeOf(tree: Tree, path: Path): Place {
  const start = { file: tree.files[0] ?? '', line: 1, column: 1 }
  const here = tree.find(path)
  if (here !== undefined || path.length === 0) return here ?? start
  return placeOf(tree, path.slice(0, -1))
}

/** A line for each, in the order of the files. */
function report(problems: readonly Problem[], { files }: Tree): string {
  const order = ({ place: a }: Problem, { place: b }: Problem): number =>
    files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column
  return problems
    .toSorted(order)
    .map(({ path, place, text }) => {
      const subject = path.length > 0 ? `${nameOf(path)}: ` : ''
      return plainText(`${textOf(place)}: ${subject}${text}`)
    })
    .join('\n')
}

function textOf({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`
}
