import { join } from 'node:path'
import * as v from 'valibot'
import { ActionNeeded, codeOf, messageOf } from '../../lib/system/errors.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { processIdentity } from '../../lib/system/processes/process-identity.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { logHabit } from './log-habit.ts'

/** A number of what was counted. */
export const count = v.pipe(v.number(), v.minValue(0))
/** Milliseconds since the epoch, as far as a date can show them. */
export const moment = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15))

/** What every role tells of itself. */
export const roleSnapshot = v.object({
  /** The format of the file. */
  version: v.literal(1),
  /** The agent's version. */
  agent: v.string(),
  process: processIdentity,
  /** Why a changed configuration was refused, as long as it is. */
  refused: v.optional(v.string()),
  /** Milliseconds since the epoch, as all times here. */
  startedAt: moment,
  /** The spool that was worked on. */
  spool: v.optional(v.string()),
  /** When counting began: it goes on over reloads and restarts. */
  countedSince: v.optional(moment),
  notices: v.object({
    /** How often each notice was given, by its code. */
    counts: v.record(v.string(), count),
    /** The last warnings and errors, oldest first. */
    recent: v.array(v.object({ at: moment, code: v.string(), severity: v.string(), text: v.string() })),
  }),
})

/** What every role tells of itself. */
export type RoleSnapshot = v.InferOutput<typeof roleSnapshot>

/** Events that a source told and that are not sealed. */
export const leftOutEvents = v.object({
  /** As no receiver and no alert wants them. */
  events: count,
  /** As a rule of `ignore` fits them, though somebody wants them. */
  ignore: count,
})

/** Events that a source told and that are not sealed. */
export type LeftOut = v.InferOutput<typeof leftOutEvents>

/** How the collector says that one log stands. */
export const sourceSnapshot = v.object({
  source: v.string(),
  path: v.string(),
  /** Inode and offset of the file that is being read; absent while there is none. */
  inode: v.optional(v.string()),
  offset: v.optional(count),
  /** Complete lines read, lines looked at closely, lines not understood, and events sealed. */
  lines: count,
  ofInterest: count,
  unrecognised: count,
  events: count,
  /** Absent in the words of early versions, and of what tells no events. */
  leftOut: v.optional(leftOutEvents),
  /** The same of the last few hundred lines looked at closely. */
  lately: v.optional(v.object({ ofInterest: count, unrecognised: count })),
  /** Reading speed lately, in bytes a second. */
  rate: v.optional(count),
  /** When the last event happened, by its log line. */
  lastEvent: v.optional(moment),
  /**
   * Since when the reader was not at the end of the log; null while it is there. Absent in the words of early versions,
   * and of what has no end.
   */
  behindSince: v.optional(v.nullable(moment)),
  /** When it was noticed last that the log was rotated or truncated. */
  lastRotation: v.optional(moment),
  /** When lines were read; absent for one of the many logs of a folder, and for what is no file. */
  habit: v.optional(logHabit),
  /** Why there is nothing to read, while that is so. */
  problem: v.optional(v.string()),
})

/** How one source stands. */
export type SourceSnapshot = v.InferOutput<typeof sourceSnapshot>

/** Bytes; the snapshot of ten thousand logs takes a third of them. */
const LARGEST_SNAPSHOT = 16 * 1024 * 1024

/** Where a role tells how it is. */
export function runtimeFile(runtime: string, role: string): string {
  return join(runtime, `${role}.json`)
}

/** Where a process keeps a copy of what it tells, in the root of its spool. */
export function copyOf(root: string, role: string): string {
  return join(root, `${role}.status.json`)
}

/**
 * What the last process of a role told before it ended, for the next one to count on: in the runtime folder, else,
 * after a reboot, in the copy. Undefined where neither is there, of this spool and of this version. Never rejects:
 * nothing but counts depends on it.
 */
export async function lastSnapshot<T extends RoleSnapshot>(
  role: string,
  runtime: string,
  root: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<T | undefined> {
  for (const file of [runtimeFile(runtime, role), copyOf(root, role)]) {
    const told = await read(file, schema).catch(() => undefined)
    if (told?.spool === root) return told
  }
  return undefined
}

/**
 * What a role told last; undefined if it told nothing since the machine started, or not in the words of this
 * version. Throws `ActionNeeded` if its file cannot be read.
 */
export function readSnapshot<T extends RoleSnapshot>(
  role: string,
  runtime: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<T | undefined> {
  return read(runtimeFile(runtime, role), schema)
}

async function read<T>(file: string, schema: v.GenericSchema<unknown, T>): Promise<T | undefined> {
  const text = await readRegularFile(file, { most: LARGEST_SNAPSHOT }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return ''
    throw new ActionNeeded(`${file}: ${faultOf(error)}`)
  })
  const parsed = v.safeParse(v.pipe(foreignJson, schema), text)
  return parsed.success ? parsed.output : undefined
}

/** Who may not look cannot say that nothing runs; and a file that is not the agent's was put there by somebody. */
function faultOf(error: unknown): string {
  const code = codeOf(error)
  if (code === undefined) return `${messageOf(error)}; the agent writes no such file: find out who did, and remove it.`
  return `it cannot be read (${code}); run this as root or as the agent's user.`
}
