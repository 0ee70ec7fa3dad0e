import type { Entry } from '../../lib/event/entry.ts'
import type { Event } from '../../lib/event/event.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { type Tally, createRecogniser } from '../collect/recogniser.ts'
import { type Selected, sealed, selecting } from '../collect/selection.ts'
import { MOST_ENTRIES } from '../collect/source.ts'
import type { Follower } from '../config/config.ts'
import type { Range } from '../follow/range.ts'
import type { ReadRateLimit } from '../follow/read-rate-limit.ts'
import { readerOf } from '../sources/sources.ts'
import type { PastFile } from './past-files.ts'
import { type PastProgress, readPast } from './past-reading.ts'
import type { PastLog } from './plan.ts'
import { SeenIds } from './seen-ids.ts'

/** The progress of a replay. */
export interface Replayed extends Tally {
  files: number
  /** Bytes of the files on the disk that were processed; of a compressed file, fewer than were read. */
  passed: number
  bytes: number
  lines: number
  events: number
  /** How many things could not be read. */
  problems: number
  /** Up to where everything found has been taken. */
  reached?: { readonly path: string; readonly offset: number }
}

/** Takes the entries of a range of a log; resolves to false if the program ends first. */
export type Taker = (follower: Follower, range: Range, entries: readonly Entry[]) => Promise<boolean>

/** What a replay works with. */
export interface ReplayParts {
  readonly host: string
  readonly identity: string
  readonly isSelected: (event: Event) => boolean
  readonly take: Taker
  /** Called with a sentence for everything that could not be read. */
  readonly onProblem: (problem: string) => void
  /** Called after each part. */
  readonly onProgress: (replayed: Replayed) => void
  readonly rateLimit: ReadRateLimit
  readonly clock: Clock
  readonly tell: Tell
  readonly signal: AbortSignal
}

/** Reads the past of some logs as the collector would have, until everything is read or the signal is aborted. */
export async function replayLogs(logs: readonly PastLog[], parts: ReplayParts): Promise<Replayed> {
  const counts = { files: 0, passed: 0, bytes: 0, lines: 0, events: 0, problems: 0 }
  const replayed: Replayed = { ...counts, ofInterest: 0, unrecognised: 0 }
  const seen = new SeenIds()
  for (const { follower, files } of logs) {
    const driver = readerOf(follower)
    for (const file of files) {
      if (parts.signal.aborted) return replayed
      const changed = file.isLog ? {} : { changed: file.changed }
      const recogniser = createRecogniser({ ...parts, ...follower, ...changed, driver, tally: replayed })
      const options = { ...parts, ...selecting(recogniser, parts.isSelected), ...follower, most: MOST_ENTRIES }
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

/** What `settle` needs to know of a part. */
interface Scene {
  readonly follower: Follower
  readonly file: PastFile
  /** How many bytes of the previous files were processed. */
  readonly before: number
  readonly seen: SeenIds
  readonly replayed: Replayed
  readonly parts: ReplayParts
}

async function settle(progress: PastProgress<Selected>, scene: Scene): Promise<boolean> {
  const { follower, file, before, seen, replayed, parts } = scene
  if ('problem' in progress) {
    replayed.problems += 1
    parts.onProblem(progress.problem)
    return true
  }
  const { part, passed } = progress
  const entries = part.items.filter(({ id }) => seen.isNew(id)).map((item) => sealed(item, parts.host))
  if (entries.length > 0 && !(await parts.take(follower, part.range, entries))) return false
  replayed.passed = before + passed
  replayed.bytes += part.range.to - part.range.from
  replayed.lines += part.lines
  replayed.events += entries.length
  replayed.reached = { path: file.path, offset: part.range.to }
  parts.onProgress(replayed)
  return true
}
