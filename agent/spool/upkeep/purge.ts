import type { Stats } from 'node:fs'
import { lstat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { isLinkToReport } from '../reports/link.ts'
import { Lowest } from '../reports/lowest.ts'
import { nameOf, orderOf } from '../reports/report-order.ts'
import { ACKNOWLEDGED, REASON } from '../reports/stored-report.ts'

/** So many files are looked at at once; the thread pool has four threads. */
const STRETCH = 32

/** So many of the oldest are known after one look at a folder, in a few megabytes. */
const PIECE = 32_768

const BESIDE = [REASON, ACKNOWLEDGED]

/** A reason is written before its report comes: in milliseconds, after so long none comes any more. */
const REASON_ALONE = 3_600_000

/** What may stay in a folder of reports that wait no more. */
export interface PurgeRules {
  /** Milliseconds for which a report is kept after it came there. */
  readonly keep: number
  /** Bytes of the disk that all of them may take. */
  readonly max: number
  /** The folder that links lead to. */
  readonly sealed: string
  /** Whether a report has to stay in any case, by its name. */
  readonly isNeeded: (name: string) => boolean
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly signal: AbortSignal
  /** Hears of each report that is removed. */
  readonly onRemoved: () => void
}

/**
 * Removes the reports that are too old, and of the others the oldest while they take too much, with the reasons beside
 * them; nothing but files with such names. A report's age counts from its ctime, which a rename sets on all of Linux's
 * file systems: since it was sent or refused, not since it was sealed. Rejects with what the system says; ends early
 * when the signal is aborted.
 */
export async function purge(folder: string, rules: PurgeRules, piece: number = PIECE): Promise<void> {
  for (let isMore = true; isMore && !rules.signal.aborted;) {
    const { bytes, oldest } = await removeExpired(folder, rules, piece)
    let excess = bytes - rules.max
    for (const order of oldest.ascending()) {
      if (excess <= 0 || rules.signal.aborted) return
      const seen = await look(folder, nameOf(order), rules)
      if (seen === undefined) continue
      await remove(folder, seen, rules)
      excess -= seen.bytes
    }
    isMore = excess > 0 && oldest.isCut
  }
}

interface Found {
  /** What all that stays takes of the disk. */
  bytes: number
  /** The oldest of those that may go. */
  readonly oldest: Lowest<string>
}

/** A file, with what is beside it. */
interface Seen {
  readonly name: string
  /** In milliseconds, since it came there. */
  readonly age: number
  /** What all of that takes of the disk. */
  readonly bytes: number
  readonly isLink: boolean
}

async function removeExpired(folder: string, rules: PurgeRules, piece: number): Promise<Found> {
  const found: Found = { bytes: 0, oldest: new Lowest(piece) }
  for await (const entries of entriesOf(folder, STRETCH)) {
    if (rules.signal.aborted) break
    const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink())
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

/** A reason whose report was taken away. */
async function removeAlone(folder: string, name: string): Promise<void> {
  const report = name.slice(0, name.lastIndexOf('.'))
  if (orderOf(report) === undefined || (await statsOf(join(folder, report))) !== undefined) return
  await unlink(join(folder, name)).catch(ignoreMissing)
}

/**
 * Removes a report, then its reason: none ever stands there without. Where a link leads goes first: a start would link a
 * sealed report anew.
 */
async function remove(folder: string, { name, isLink }: Seen, { sealed, onRemoved }: PurgeRules): Promise<void> {
  if (isLink) await unlink(join(sealed, name)).catch(ignoreMissing)
  await unlink(join(folder, name)).then(onRemoved, ignoreMissing)
  for (const end of BESIDE) await unlink(join(folder, name + end)).catch(ignoreMissing)
}

async function look(folder: string, name: string, { now, sealed }: PurgeRules): Promise<Seen | undefined> {
  const [stats, ...beside] = await Promise.all(['', ...BESIDE].map((end) => statsOf(join(folder, name + end))))
  if (stats === undefined) return undefined
  const isLink = stats.isSymbolicLink()
  if (isLink && !isLinkToReport(sealed, folder, name)) return undefined
  const target = isLink ? await statsOf(join(sealed, name)) : undefined
  const blocks = [stats, target, ...beside].reduce((sum, each) => sum + (each?.blocks ?? 0), 0)
  // Blocks of 512 bytes, whatever the file system's are (stat(2)).
  return { name, age: now - stats.ctimeMs, bytes: blocks * 512, isLink }
}

async function statsOf(path: string): Promise<Stats | undefined> {
  return lstat(path).catch(ignoreMissing)
}

/** Somebody may take a file away at any moment. */
function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}
