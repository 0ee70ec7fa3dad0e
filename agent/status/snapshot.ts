import { join } from 'node:path'
import * as v from 'valibot'
import { ActionNeeded, codeOf, messageOf } from '../../lib/system/errors.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { processIdentity } from '../../lib/system/processes/process-identity.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'

const count = v.pipe(v.number(), v.minValue(0))
/** What a date can show. */
const moment = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15))

const common = {
  /** The format of the file. */
  version: v.literal(1),
  /** The agent's version. */
  agent: v.string(),
  process: processIdentity,
  /** Why a changed configuration is not used, present while one was refused. */
  refused: v.optional(v.string()),
  /** Milliseconds since the epoch, as all times here. */
  startedAt: moment,
  /** The spool that was worked on. */
  spool: v.optional(v.string()),
  /** Since when all of this is counted: it goes on over reloads and restarts. */
  countedSince: v.optional(moment),
  notices: v.object({
    /** How often each notice was given, by its code. */
    counts: v.record(v.string(), count),
    /** The last warnings and errors, oldest first. */
    recent: v.array(v.object({ at: moment, code: v.string(), severity: v.string(), text: v.string() })),
  }),
}

const sourceSnapshot = v.object({
  source: v.string(),
  path: v.string(),
  /** Inode of the file that is read, and the byte where reading stands; absent while there is none. */
  inode: v.optional(v.string()),
  offset: v.optional(count),
  /** Complete lines read, those that were looked at closely, those not understood, and events sealed. */
  lines: count,
  ofInterest: count,
  unrecognised: count,
  events: count,
  /** Of the last few hundred lines that were looked at closely, how many were not understood. */
  lately: v.optional(v.object({ ofInterest: count, unrecognised: count })),
  /** How fast it was read lately, in bytes a second. */
  rate: v.optional(count),
  /** When the last event happened, by its log line. */
  lastEvent: v.optional(moment),
  /** Why there is nothing to read, present while it is so. */
  problem: v.optional(v.string()),
})

const collectorSnapshot = v.object({
  ...common,
  sources: v.array(sourceSnapshot),
  /** Why reading has stopped, present while it has. */
  held: v.optional(v.string()),
})

const transmitterSnapshot = v.object({
  ...common,
  /** Whether it sends nothing, as transmission.enabled was false when it started. */
  disabled: v.optional(v.boolean()),
  delivery: v.object({
    lastSuccess: v.optional(moment),
    lastError: v.optional(v.object({ at: moment, reason: v.string() })),
    nextTry: v.optional(moment),
    accepted: count,
    rejected: count,
    tries: count,
    problem: v.optional(v.string()),
  }),
  /** Reports that were removed as old or too many, by where they were. */
  removed: v.optional(v.object({ transmitted: count, failed: count })),
})

/** How one source stands. */
export type SourceSnapshot = v.InferOutput<typeof sourceSnapshot>
/** What the collector tells of itself, in `<runtime.path>/collector.json`. */
export type CollectorSnapshot = v.InferOutput<typeof collectorSnapshot>
/** What the transmitter tells of itself, in `<runtime.path>/transmitter.json`. */
export type TransmitterSnapshot = v.InferOutput<typeof transmitterSnapshot>

/**
 * What the collector last told; undefined where it never did since the machine started, or not in this version's words.
 * Throws `ActionNeeded` where it cannot be read.
 */
export function readCollectorSnapshot(folder: string): Promise<CollectorSnapshot | undefined> {
  return read(join(folder, 'collector.json'), collectorSnapshot)
}

/** What the transmitter last told, likewise. */
export function readTransmitterSnapshot(folder: string): Promise<TransmitterSnapshot | undefined> {
  return read(join(folder, 'transmitter.json'), transmitterSnapshot)
}

/** What is told of ten thousand logs comes to a third of it, in bytes. */
const LARGEST_SNAPSHOT = 16 * 1024 * 1024

/** Where a process keeps a copy of what it tells, in the root of its spool. */
export function copyOf(root: string, role: string): string {
  return join(root, `${role}.status.json`)
}

/**
 * What the last collector of a spool told before it ended, for the next one to count on: in the runtime folder, else,
 * after a reboot, in the copy. Undefined where neither can be read and is of this version. Never rejects: only counts
 * depend on it.
 */
export function lastOfCollector(runtime: string, root: string): Promise<CollectorSnapshot | undefined> {
  return last('collector', runtime, root, collectorSnapshot)
}

/** The same of the last transmitter. */
export function lastOfTransmitter(runtime: string, root: string): Promise<TransmitterSnapshot | undefined> {
  return last('transmitter', runtime, root, transmitterSnapshot)
}

async function last<T extends { readonly spool?: string | undefined }>(
  role: string,
  runtime: string,
  root: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<T | undefined> {
  for (const file of [join(runtime, `${role}.json`), copyOf(root, role)]) {
    const told = await read(file, schema).catch(() => undefined)
    if (told?.spool === root) return told
  }
  return undefined
}

async function read<T>(file: string, schema: v.GenericSchema<unknown, T>): Promise<T | undefined> {
  const text = await readRegularFile(file, { most: LARGEST_SNAPSHOT }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return ''
    throw new ActionNeeded(`${file}: ${faultOf(error)}`)
  })
  const parsed = v.safeParse(v.pipe(foreignJson, schema), text)
  return parsed.success ? parsed.output : undefined
}

/** Whoever may not look cannot say that nothing runs; and what is not the agent's file was put there by somebody. */
function faultOf(error: unknown): string {
  const code = codeOf(error)
  if (code === undefined) return `${messageOf(error)}; the agent writes no such file: find out who did, and remove it.`
  return `it cannot be read (${code}); run this as root or as the agent's user.`
}
