import { basename, resolve } from 'node:path'
import { codeOf } from '../../lib/system/errors.ts'
import type { Follower } from '../config/config.ts'
import { discover, isPattern } from '../follow/discover.ts'
import { copiesOf } from '../follow/search/copies.ts'
import { ownerOf } from './owner.ts'
import { type PastFile, isSame, pastFile, pastFiles } from './past-files.ts'

/** Tolerance for wrong zones and clocks, in seconds: a day. */
const GRACE = 86_400

/** One log whose past is to be read. */
export interface PastLog {
  /** With the path of this log, not of the pattern that matches it. */
  readonly follower: Follower
  readonly files: readonly PastFile[]
}

/** What to read of which logs, and why some cannot be read, one sentence each. */
export interface ReplayPlan {
  readonly logs: readonly PastLog[]
  readonly problems: readonly string[]
}

/** What a plan is made from. */
export interface PlanOptions {
  readonly followers: readonly Follower[]
  /** Files to read instead of those at the logs' paths, each as one of the log that it belongs to. */
  readonly named: readonly string[]
  /** Earlier events are not wanted; seconds since 1970-01-01T00:00:00Z. */
  readonly since: number
  /** What to read of the files of the log at a path; undefined if that cannot be told. */
  readonly choose: (follower: Follower, path: string, files: readonly PastFile[]) => readonly PastFile[] | undefined
}

/** Finds the files that the past of some logs is in, all before the first is read: later rotations add none. */
export async function planOf(options: PlanOptions): Promise<ReplayPlan> {
  const { followers, named } = options
  const plans = named.length > 0 ? ofNamed(options) : followers.map((follower) => all(follower, options))
  const found = (await Promise.all(plans)).flat()
  return {
    logs: found.filter((each) => typeof each !== 'string'),
    problems: found.filter((each) => typeof each === 'string'),
  }
}

/** All files that may contain events from `since` on: a line is written after its event, never before. */
async function all(follower: Follower, options: PlanOptions): Promise<(PastLog | string)[]> {
  const paths = await pathsOf(follower.path)
  if (typeof paths === 'string') return [paths]
  if (paths.length === 0) return follower.optional ? [] : [`${follower.path}: no such log exists.`]
  return paths.flatMap((path): readonly (PastLog | string)[] => {
    const files = pastFiles({ ...follower, path })
    if (files.length === 0) return follower.optional ? [] : [missing(path)]
    const chosen = options.choose(follower, path, files)
    if (chosen === undefined) return [unsettled(path)]
    const recent = chosen.filter(({ changed }) => changed >= options.since - GRACE)
    return [{ follower: { ...follower, path }, files: recent }]
  })
}

/** Each named file is read as its own log only: the path of the log is in the ids of its events. */
function ofNamed(options: PlanOptions): Promise<(PastLog | string)[]>[] {
  const { followers, named } = options
  const owners = new Map(named.map((name) => [name, ownerOf(name, followers)]))
  const ownerless = named.filter((name) => owners.get(name) === undefined)
  const paths = followers.map(({ path }) => path).join(', ')
  return [
    Promise.resolve(ownerless.map((name) => `${name}: is no copy of ${paths}; put it beside the log that it is of.`)),
    ...followers.map((each) =>
      askedFor(each, { ...options, named: named.filter((name) => owners.get(name) === each) }),
    ),
  ]
}

async function askedFor(follower: Follower, { named, choose }: PlanOptions): Promise<(PastLog | string)[]> {
  const found = named.map(fileNamed)
  const files = new Map<string, PastFile[]>()
  for (const file of found) {
    if (typeof file === 'string') continue
    const path = await logOf(follower, file.path)
    files.set(path, [...(files.get(path) ?? []), file])
  }
  const logs = [...files].map(([path, asked]) => {
    const known = pastFiles({ ...follower, path })
    const chosen = choose(follower, path, known)
    if (chosen === undefined) return unsettled(path)
    const wanted = asked.flatMap((file) => {
      return known.some((each) => isSame(each, file)) ? chosen.filter((each) => isSame(each, file)) : [file]
    })
    return { follower: { ...follower, path }, files: wanted }
  })
  return [...found.filter((each) => typeof each === 'string'), ...logs]
}

/** A sentence if it is not a file that can be read. */
function fileNamed(name: string): PastFile | string {
  try {
    return pastFile(resolve(name)) ?? `${name}: it is a folder, pipe or device.`
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    return `${name}: it cannot be read (${code}).`
  }
}

/** The logs at a configured path, or matching a pattern; a sentence if nobody can tell. */
async function pathsOf(path: string): Promise<readonly string[] | string> {
  if (!isPattern(path)) return [path]
  try {
    return (await discover(path)).paths
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    return `${path}: its folder cannot be read (${code}).`
  }
}

/** The log that a file is a copy of; if a pattern is followed, a file that is no copy is a log by itself. */
async function logOf({ path: followed, olddir }: Follower, path: string): Promise<string> {
  if (!isPattern(followed)) return followed
  const logs = await pathsOf(followed)
  const isCopy = (log: string): boolean =>
    copiesOf({ path: log, olddir }).some((copies) => copies.some((copy) => copy.path === path))
  const found = typeof logs === 'string' ? [] : logs.filter((log) => basename(path).startsWith(basename(log)))
  return found.find(isCopy) ?? path
}

function missing(path: string): string {
  return `${path}: neither this log nor a copy of it exists, or this user may not look there.`
}

function unsettled(path: string): string {
  return `${path}: it was rotated since the collector read it; start the collector, wait until status shows no LAG, stop it, and replay again.`
}
