import type { Stats } from 'node:fs'
import { lstat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { Lowest } from '../reports/lowest.ts'
import { fileNameOf, orderOf } from '../reports/report-order.ts'
import { ACKNOWLEDGED, REASON } from '../reports/stored-report.ts'

/** Files examined at once; the thread pool has four threads. */
const BATCH = 32

/** How many of the oldest reports one pass over a folder collects, in a few megabytes. */
const PIECE = 32_768

const BESIDE = [REASON, ACKNOWLEDGED]

/** A reason is written before its report arrives; after this many milliseconds no report follows. */
const REASON_ALONE = 3_600_000

/** What may stay in a folder of settled reports. */
export interface PurgeRules {
  /** Milliseconds to keep a report after it arrived in the folder. */
  readonly keep: number
  /** Bytes of disk that the folder's reports may take together. */
  readonly max: number
  /** The folder in which sealed reports have another name; undefined to purge that folder itself. */
  readonly sealed: string | undefined
  /** Whether the report of that name must stay in any case. */
  readonly isNeeded: (name: string) => boolean
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly signal: AbortSignal
  /** Called for each report removed. */
  readonly onRemoved: () => void
}

/**
 * Removes reports that are too old, then the oldest of the rest until they fit, each with the reason beside it; touches
 * no file without a report's name. Age counts from ctime, which a rename sets on all of Linux's file systems: the
 * moment a report was sent or refused, not when it was sealed. Rejects with the system's error; stops early when the
 * signal is aborted.
 */
export async function purge(folder: string, rules: PurgeRules, piece: number = PIECE): Promise<void> {
  for (let isMore = true; isMore && !rules.signal.aborted;) {
    const { bytes, oldest } = await removeExpired(folder, rules, piece)
    let excess = bytes - rules.max
    for (const order of oldest.ascending()) {
      if (excess <= 0 || rules.signal.aborted) return
      const seen = await look(folder, fileNameOf(order), rules)
      if (seen === undefined) continue
      await remove(folder, seen, rules)
      excess -= seen.bytes
    }
    isMore = excess > 0 && oldest.isCut
  }
}

interface Found {
  /** Bytes of disk that the remaining reports take. */
  bytes: number
  /** The oldest removable reports. */
  readonly oldest: Lowest<string>
}

/** A report with the files beside it. */
interface Seen {
  readonly name: string
  /** Milliseconds since it arrived in the folder. */
  readonly age: number
  /** Bytes of disk that it takes, with the files beside it. */
  readonly bytes: number
}

async function removeExpired(folder: string, rules: PurgeRules, piece: number): Promise<Found> {
  const found: Found = { bytes: 0, oldest: new Lowest(piece) }
  for await (const entries of entriesOf(folder, BATCH)) {
    if (rules.signal.aborted) break
    const files = entries.filter((entry) => entry.isFile())
    const seen = await Promise.all(files.map(({ name }) => look(folder, name, rules)))
    for (const each of seen) if (each !== undefined) await consider(folder, each, found, rules)
  }
  return found
}

async function consider(folder: string, seen: Seen, found: Found, rules: PurgeRules): Promise<void> {
  const { name, age, bytes } = seen
  const order = orderOf(name)
  const isOld = age > rules.keep
  if (order === undefined) {
    if (isOld && age > REASON_ALONE && BESIDE.some((end) => name.endsWith(end))) await removeAlone(folder, name)
  } else if (rules.isNeeded(name)) {
    found.bytes += bytes
  } else if (isOld) {
    await remove(folder, seen, rules)
  } else {
    found.bytes += bytes
    found.oldest.add(order)
  }
}

/** Removes a reason whose report was taken away. */
async function removeAlone(folder: string, name: string): Promise<void> {
  const report = name.slice(0, name.lastIndexOf('.'))
  if (orderOf(report) === undefined || (await statsOf(join(folder, report))) !== undefined) return
  await unlink(join(folder, name)).catch(ignoreMissing)
}

/**
 * Removes a report, then its reason, so that no failed report is ever without one. Its sealed name goes first:
 * otherwise a start would link it again.
 */
async function remove(folder: string, { name }: Seen, { sealed, onRemoved }: PurgeRules): Promise<void> {
  if (sealed !== undefined) await unlink(join(sealed, name)).catch(ignoreMissing)
  await unlink(join(folder, name)).then(onRemoved, ignoreMissing)
  for (const end of BESIDE) await unlink(join(folder, name + end)).catch(ignoreMissing)
}

async function look(folder: string, name: string, { now }: PurgeRules): Promise<Seen | undefined> {
  const [stats, ...beside] = await Promise.all(['', ...BESIDE].map((end) => statsOf(join(folder, name + end))))
  if (stats === undefined) return undefined
  const blocks = [stats, ...beside].reduce((sum, each) => sum + (each?.blocks ?? 0), 0)
  // In units of 512 bytes, whatever the block size of the file system (stat(2)).
  return { name, age: now - stats.ctimeMs, bytes: blocks * 512 }
}

async function statsOf(path: string): Promise<Stats | undefined> {
  return lstat(path).catch(ignoreMissing)
}

/** Files may disappear at any moment. */
function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}
