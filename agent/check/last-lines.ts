import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { isFormatFault } from '../../lib/traffic/log-format/format-fault.ts'
import { LineParser } from '../../lib/traffic/log-format/line-parser.ts'
import { compileFormat } from '../../lib/traffic/log-format/log-format.ts'

/** How much of the end of a log is looked at. */
const BYTES = 65_536

const NEWLINE = 0x0a

/** Whole lines at the end of a file. */
export interface LastLines {
  readonly bytes: Buffer
  /** Where they begin in the file. */
  readonly offset: number
}

/** The last whole lines of a file, at most 64 KiB. Rejects with the system's error if it cannot be read. */
export async function lastLines(path: string): Promise<LastLines> {
  // A named pipe must not make it wait.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stats = await file.stat()
    if (!stats.isFile()) return { bytes: Buffer.alloc(0), offset: 0 }
    const from = Math.max(0, stats.size - BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BYTES), 0, BYTES, from)
    const read = buffer.subarray(0, bytesRead)
    const begin = from === 0 ? 0 : read.indexOf(NEWLINE) + 1
    return { bytes: read.subarray(begin, read.lastIndexOf(NEWLINE) + 1), offset: from + begin }
  } finally {
    await file.close()
  }
}

/** How many lines fit a format, and where the first begins that does not. */
export interface Fitting {
  readonly lines: number
  readonly fitting: number
  /** Bytes from the beginning of the file; undefined if all fit. */
  readonly unfit: number | undefined
}

/** Tries a format, which the configuration has checked, on lines. */
export function fittingLines({ bytes, offset }: LastLines, format: string): Fitting {
  const plan = compileFormat(format)
  if (isFormatFault(plan)) throw new Error(`the format ${plan.fault}`)
  const parser = new LineParser(plan)
  parser.begin(bytes)
  let [lines, fitting, unfit]: [number, number, number | undefined] = [0, 0, undefined]
  for (let at = 0; at < bytes.length;) {
    const next = parser.read(at)
    lines += 1
    if (parser.line.isRecognised) fitting += 1
    else unfit ??= offset + at
    at = next
  }
  return { lines, fitting, unfit }
}
