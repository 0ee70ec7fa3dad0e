import { rmSync, statSync } from 'node:fs'
import type { Io } from '../../../../lib/command-line/command.ts'
import { type Clock, elapsed } from '../../../../lib/system/clock.ts'
import { ActionNeeded, EXIT, codeOf, messageOf } from '../../../../lib/system/errors.ts'
import { plainText } from '../../../../lib/text/plain-text.ts'
import { IntervalFold } from '../../../../lib/traffic/interval-fold.ts'
import type { LineParser } from '../../../../lib/traffic/log-format/line-parser.ts'
import { ReadRateLimit } from '../../../follow/read-rate-limit.ts'
import type { ReadingOptions } from '../../../follow/reading.ts'
import { Screen } from '../../../replay/screen.ts'
import { namedFormat } from '../line-format.ts'
import { type ScanFlags, scanFlagsOf } from './scan-flags.ts'
import { ScannedIntervals } from './scanned-intervals.ts'
import { ScannedLog, saveOffset, savedOffset } from './scanned-log.ts'

/** What it needs of its surroundings. */
interface ScanIo extends Pick<Io, 'stdout' | 'stderr' | 'signal'> {
  readonly clock: Clock
}

/** Works as Apache Scanner does with these flags. Throws `ActionNeeded`. */
export async function apachescan(words: readonly string[], io: ScanIo): Promise<number> {
  const flags = scanFlagsOf(words)
  try {
    if (!statSync(flags.file).isFile()) throw new ActionNeeded(`traffic ${plainText(flags.file)}: it is no file`)
    if (flags.isOffsetRemoved) rmSync(flags.offsetFile, { force: true })
    await scan(flags, io)
    return EXIT.ok
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    throw new ActionNeeded(`traffic: ${plainText(messageOf(error))}`, undefined, { cause: error })
  }
}

async function scan(flags: ScanFlags, { stdout, stderr, signal, clock }: ScanIo): Promise<void> {
  const { interval, outOfOrder, loop, offsetFile, waitTime } = flags
  const intervals = new ScannedIntervals(flags, (text) => stdout.write(text))
  const fold = new IntervalFold({ interval, outOfOrder })
  const parser = namedFormat('common')
  const now = (): number => Math.floor(clock.now() / 1000)
  const log = new ScannedLog(flags.file, await savedOffset(offsetFile))
  const options = readingOf(flags, parser, new Screen(stderr), { signal, clock }, (lines) => {
    fold.take(lines, parser, { now: now() }, intervals)
  })
  try {
    for (let pass = 1; !signal.aborted; pass += 1) {
      const hadLines = await log.read(options)
      const { position } = log
      if (position !== undefined) await saveOffset(offsetFile, position)
      if (pass === loop) break
      if (hadLines) continue
      // Once nothing comes any more the clock closes intervals: so the end of high traffic is told in silence, too.
      fold.advance(now(), intervals)
      await clock.sleep(waitTime * 1000, signal)
    }
    closeAll(fold, intervals)
  } finally {
    log.close()
  }
}

/** Closes those that are open, and none after them: what the guard finds in the silence after that is not told. */
function closeAll(fold: IntervalFold, intervals: ScannedIntervals): void {
  const { open, interval, outOfOrder } = fold.saved()
  const last = open.at(-1)?.start ?? null
  if (last !== null) fold.advance(last + interval + outOfOrder, intervals)
}

function readingOf(
  { file, level }: ScanFlags,
  parser: LineParser,
  screen: Screen,
  { signal, clock }: Pick<ScanIo, 'signal' | 'clock'>,
  count: (lines: Buffer) => void,
): ReadingOptions<never> {
  return {
    source: 'apachescan',
    path: file,
    needles: 'every line',
    take: ({ bytes }) => {
      count(bytes)
      if (!parser.line.isRecognised) screen.say('A line is of another format.')
      return []
    },
    // Only who asks for it hears of single lines.
    takeBlock: level === 'debug' ? undefined : count,
    most: Infinity,
    tell: ({ text }) => screen.say(text),
    rateLimit: new ReadRateLimit(Infinity, elapsed),
    clock,
    signal,
  }
}
