import { resolve } from 'node:path'
import * as v from 'valibot'
import type { Notice } from '../../lib/notice/notice.ts'
import { checked, readMain, readWritten, type Shape, whereWritten } from '../../lib/settings/load.ts'
import type { Reader } from '../../lib/settings/reader.ts'
import type { Path, Tree } from '../../lib/settings/tree.ts'
import { alertOf } from './alerts/alerts.ts'
import { watchOf } from './checks/checks.ts'
import type { Config, IgnoreRule } from './config.ts'
import { debugOf } from './debug-schema.ts'
import { loadDrivers } from './drivers/load-drivers.ts'
import type { OwnDriver } from './drivers/own-drivers.ts'
import { followersOf, streamsOf } from './logs/followers.ts'
import { mailReportsOf } from './mail-reports/mail-reports.ts'
import { mailConfigOf } from './mail/mail-config.ts'
import { configNotices } from './notices.ts'
import { OPTIONS } from './options.ts'
import { receiversOf } from './receivers/receivers.ts'
import { SCHEMA } from './schema.ts'
import { trafficOf } from './traffic/traffic.ts'

const SHAPE: Shape = { options: OPTIONS, include: v.object({ include: SCHEMA.entries.include }) }

/** A configuration, with the files it came from and the notices about them. */
export interface Loaded {
  readonly config: Config
  /** The main file and the files it includes, in the order they are applied. */
  readonly files: readonly string[]
  readonly notices: readonly Notice[]
  /** The operator's own, whose logs are among the followers. */
  readonly drivers: readonly OwnDriver[]
  /** Where an option is written, or its section if it is not: `FILE:LINE:COLUMN`. */
  readonly placeOf: (path: Path) => string
}

/**
 * Reads and checks the configuration and the files it includes, but does not open the file that holds the secret
 * (`readSecret` does). Throws `ActionNeeded` (exit 2) with everything that is wrong, one line each: `FILE:LINE:COLUMN:
 * OPTION: what; write this`.
 */
export async function loadConfig(file: string, reader?: Reader): Promise<Loaded> {
  const { tree, passedOver } = await readWritten(file, SHAPE, reader)
  const config = configOf(checked(tree, SCHEMA, OPTIONS), tree.files)
  const { drivers, notices } = await loadDrivers(file, reader)
  const own = drivers.flatMap(({ followers }) => followers)
  return {
    config: { ...config, followers: [...config.followers, ...own] },
    drivers,
    files: tree.files,
    notices: [
      ...tree.retired.map(({ file, keys }) => configNotices.keysIgnored(file, keys)),
      ...passedOver.map((path) => configNotices.configPassedOver(path)),
      ...notices,
    ],
    placeOf: (path) => whereWritten(tree, path),
  }
}

const { spool, runtime } = SCHEMA.entries
const WHEREABOUTS = v.object({
  spool: v.object({ path: spool.entries.path }),
  runtime: v.object({ path: runtime.entries.path }),
})

/** The paths that the agent works in. */
export type Whereabouts = v.InferOutput<typeof WHEREABOUTS>

/**
 * The paths that the agent works in, even if the files are wrong elsewhere; the defaults if they cannot be read. Never
 * rejects.
 */
export async function loadWhereabouts(file: string, reader?: Reader): Promise<Whereabouts> {
  const alone = (): Promise<Tree> => readMain(file, SHAPE, reader)
  const tree = await readWritten(file, SHAPE, reader).then((written) => written.tree, alone)
  const told = v.safeParse(WHEREABOUTS, tree.value)
  return told.success ? told.output : v.parse(WHEREABOUTS, { spool: {}, runtime: {} })
}

const written = v.optional(v.string(), '')
const DESTINATIONS = v.object({
  host: v.optional(v.object({ name: v.optional(v.string()) }), {}),
  transmission: v.optional(v.object({ host: written }), { host: '' }),
  receivers: v.optional(v.array(v.object({ name: written })), []),
})

/** Where reports go, as far as it is written: a section as the packages bring it has an empty host. */
export type Destinations = v.InferOutput<typeof DESTINATIONS>

/** Where reports go, even if the files are wrong elsewhere. Throws `ActionNeeded` (exit 2) if they cannot be read. */
export async function loadDestinations(file: string, reader?: Reader): Promise<Destinations> {
  const { tree } = await readWritten(file, SHAPE, reader)
  const told = v.safeParse(DESTINATIONS, tree.value)
  return told.success ? told.output : v.parse(DESTINATIONS, {})
}

/**
 * What the files say, merged and without comments, even if it is wrong. It may hold secrets. Throws `ActionNeeded`
 * (exit 2) if they cannot be read.
 */
export async function loadSettings(file: string, reader?: Reader): Promise<unknown> {
  return (await readWritten(file, SHAPE, reader)).tree.value
}

type Output = v.InferOutput<typeof SCHEMA>

function configOf(output: Output, written: readonly string[]): Config {
  const files = written.map((file) => resolve(file))
  const { runtime, limits, traffic, metrics, host, events, min_severity: minSeverity, contexts, ignore } = output
  return {
    followers: followersOf(output),
    streams: streamsOf(output),
    ...receiversOf(output),
    alerts: output.alerts.map((alert) => alertOf(alert, files)),
    mailReports: mailReportsOf(output),
    spool: spoolOf(output),
    runtime: { path: runtime.path },
    limits: { readRate: limits.read_rate, memory: limits.memory },
    ...(output.debug !== 'false' && { debug: debugOf(output.debug) }),
    ...watchOf(output.checks, output.watch),
    ...(traffic.logs.length > 0 && { traffic: trafficOf(traffic) }),
    ...(metrics.textfile !== undefined && { metrics: { textfile: metrics.textfile } }),
    host: { name: host.name, labels: host.labels },
    events,
    minSeverity,
    contexts,
    ignore: ignore.map(ignoreRuleOf),
    rules: numbersOf(output),
    ...mailConfigOf(output),
  }
}

function ignoreRuleOf({ name, ...conditions }: Output['ignore'][number], index: number): IgnoreRule {
  const condition = Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined))
  return { name: name ?? `ignore.${index}`, condition }
}

function numbersOf({ rules }: Output): Config['rules'] {
  return {
    forwardWait: rules.forward_wait,
    loginWindow: rules.login_window,
    failuresByAddress: rules.failures_by_address,
    failuresOfMailbox: rules.failures_of_mailbox,
    namesByAddress: rules.names_by_address,
    recipientsPerHour: rules.recipients_per_hour,
    mailboxesPerHour: rules.mailboxes_per_hour,
    placeLearning: rules.place_learning,
    placeMemory: rules.place_memory,
    takeoverWindow: rules.takeover_window,
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
