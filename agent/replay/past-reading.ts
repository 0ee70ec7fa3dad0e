import type { Clock } from '../../lib/system/clock.ts'
import { codeOf } from '../../lib/system/errors.ts'
import { GzipMembers } from '../follow/files/gzip-members.ts'
import { LogFile } from '../follow/files/log-file.ts'
import { type Ended, type Part, type ReadingOptions, readContent } from '../follow/reading.ts'
import type { LogPlace } from '../follow/search/copies.ts'
import { STRAGGLER_GRACE } from '../follow/trail/segment.ts'
import { type PastFile, currentPath } from './past-files.ts'

/** What reading a file of the past needs of its surroundings. */
export interface PastReadingOptions<T> extends ReadingOptions<T>, LogPlace {
  readonly clock: Pick<Clock, 'now' | 'sleep'>
}

/**
 * What was read of a file, and how many of its bytes on the disk that took so far; or why not all of it can be read.
 */
export type PastProgress<T> = { readonly part: Part<T>; readonly passed: number } | { readonly problem: string }

/** Reads one file of a log's past from its beginning, by whatever name a rotation has given it by now. */
export async function* readPast<T>(
  file: PastFile,
  options: PastReadingOptions<T>,
): AsyncGenerator<PastProgress<T>, void, void> {
  const { form } = file
  const path = currentPath(file, options)
  if (form === 'unreadable') {
    yield { problem: `${file.path}: it is compressed, but not with gzip; decompress it, and replay the result.` }
  } else if (path === undefined) {
    yield { problem: `${file.path}: it disappeared before it was read, perhaps by a rotation; replay again.` }
  } else {
    try {
      yield* form === 'gzip' ? readMembers(path, options) : readPlain(path, file, options)
    } catch (error) {
      const code = codeOf(error)
      if (code === undefined) throw error
      yield { problem: `${path}: it cannot be read (${code}).` }
    }
  }
}

async function* readPlain<T>(
  path: string,
  { isLog, upTo, changed }: PastFile,
  options: PastReadingOptions<T>,
): AsyncGenerator<PastProgress<T>, void, void> {
  const file = LogFile.open(path)
  try {
    const isSilent = options.clock.now() - changed * 1000 >= STRAGGLER_GRACE
    const isOpen = isLog || upTo !== undefined || !isSilent
    const extent = { end: upTo?.offset ?? file.size(), isFinished: () => !isOpen }
    const isRewritten = upTo !== undefined && !file.resume(upTo)
    file.restart()
    const ended = isRewritten ? 'rewritten' : yield* withPassed(readContent(file, extent, options), () => file.offset)
    if (ended === 'rewritten') yield { problem: `${path}: it was rewritten while it was being read; replay again.` }
    if (typeof ended === 'object') yield { problem: `${path}: it cannot be read beyond byte ${file.offset}.` }
  } finally {
    file.close()
  }
}

async function* readMembers<T>(
  path: string,
  options: PastReadingOptions<T>,
): AsyncGenerator<PastProgress<T>, void, void> {
  const file = await GzipMembers.open(path)
  try {
    const extent = { end: Infinity, isFinished: () => file.failure === undefined }
    do {
      yield* withPassed(readContent(file, extent, options), () => file.passed)
    } while (!options.signal.aborted && file.nextMember())
    if (file.failure !== undefined) yield { problem: damage(path, file.failure) }
  } finally {
    await file.close()
  }
}

async function* withPassed<T>(
  parts: AsyncGenerator<Part<T>, Ended, void>,
  passed: () => number,
): AsyncGenerator<PastProgress<T>, Ended, void> {
  for (;;) {
    const { value, done } = await parts.next()
    if (done === true) return value
    yield { part: value, passed: passed() }
  }
}

function damage(path: string, code: string): string {
  switch (code) {
    case 'Z_BUF_ERROR':
      return `${path}: it is cut short; what precedes the cut was read.`
    case 'Z_DATA_ERROR':
      return `${path}: it is damaged; what precedes the damage was read.`
    case 'EFBIG':
      return `${path}: it contains more than a log of its size can; only the beginning was read. If it is a log, decompress it, and replay the result.`
    default:
      return `${path}: it cannot be read any further (${code}).`
  }
}
