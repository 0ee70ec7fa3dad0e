import type { Entry, Event } from '../../lib/event/event.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { type Tally, createRecogniser } from '../collect/recogniser.ts'
import { MOST_ENTRIES } from '../collect/source.ts'
import type { Follower } from '../config/config.ts'
import type { Range } from '../follow/follow.ts'
import type { Pace } from '../follow/pace.ts'
import { sourceNamed } from '../sources/sources.ts'
import type { PastFile } from './past-files.ts'
import { type Progress, readPast } from './past-reading.ts'
import type { PastLog } from './plan.ts'
import { SeenIds } from './seen-ids.ts'

/** How far a replay is. */
export interface Replayed extends Tally {
  files: number
  /** Bytes of the files on the disk that were passed; those of a compressed file are fewer than what was read. */
  passed: number
  bytes: number
  lines: number
  events: number
  /** What could not be read. */
  problems: number
  /** Up to where all that was found is with the taker. */
  reached?: { readonly path: string; readonly offset: number }
}

/** Takes the entries of a stretch of a log; false where the end of the program came first. */
export type Taker = (follower: Follower, range: Range, entries: readonly Entry[]) => Promise<boolean>

/** What a replay works with. */
export interface ReplayParts {
  readonly host: string
  readonly identity: string
  readonly wanted: (event: Event) => boolean
  readonly take: Taker
  /** Hears of what could not be read, one sentence each. */
  readonly onProblem: (problem: string) => void
  /** Hears how far it is, after each part. */
  readonly onProgress: (replayed: Replayed) => void
  readonly pace: Pace
  readonly clock: Clock
  readonly tell: Tell
  readonly signal: AbortSignal
}

/** Reads the past of some logs, as the collector would have, until all is read or the signal is aborted. */
export async function replay(logs: readonly PastLog[], parts: ReplayParts): Promise<Replayed> {
  const counts = { files: 0, passed: 0, bytes: 0, lines: 0, events: 0, problems: 0 }
  const replayed: Replayed = { ...counts, ofInterest: 0, unrecognised: 0 }
  const seen = new SeenIds()
  for (const { follower, files } of logs) {
    const { driver } = sourceNamed(follower.source)
    const recogniser = createRecogniser({ ...parts, ...follower, driver, tally: replayed })
    const options = { ...parts, ...recogniser, ...follower, most: MOST_ENTRIES }
    for (const file of files) {
      if (parts.signal.aborted) return replayed
      replayed.files += 1
      const before = replayed.passed
      for await (const progress of readPast(file, options)) {
        if (!(await settle(progress, { follower, file, before, seen, replayed, parts }))) return replayed
      }
      if (!parts.signal.aborted) replayed.passed = before + (file.upTo?.offset ?? file.size)
    }
  }
  return replayed
}

/** What it takes to make something of a part. */
interface Scene {
  readonly follower: Follower
  readonly file: PastFile
  /** What of all files had been passed before this one. */
  readonly before: number
  readonly seen: SeenIds
  readonly replayed: Replayed
  readonly parts: ReplayParts
}

async function settle(progress: Progress<Entry>, scene: Scene): Promise<boolean> {
  const { follower, file, before, seen, replayed, parts } = scene
  if ('problem' in progress) {
    replayed.problems += 1
    parts.onProblem(progress.problem)
    return true
  }
  const { part, passed } = progress
  const entries = part.items.filter(({ id }) => seen.isNew(id))
  if (entries.length > 0 && !(await parts.take(follower, part.range, entries))) return false
  replayed.passed = before + passed
  replayed.bytes += part.range.to - part.range.from
  replayed.lines += part.lines
  replayed.events += entries.length
  replayed.reached = { path: file.path, offset: part.range.to }
  parts.onProgress(replayed)
  return true
}
