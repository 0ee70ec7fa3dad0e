// Counts the requests of a log by intervals, virtual hosts and keys, so many times, as if it had as many months:
// traffic-counts FORMAT TIMES LOG KEY…
import { closeSync, openSync, readSync } from 'node:fs'
import { IntervalFold } from '../../lib/traffic/interval-fold.ts'
import type { ClosedInterval } from '../../lib/traffic/interval.ts'
import { isFormatFault } from '../../lib/traffic/log-format/format-fault.ts'
import { LineParser } from '../../lib/traffic/log-format/line-parser.ts'
import { compileFormat } from '../../lib/traffic/log-format/log-format.ts'
import type { TrafficLine } from '../../lib/traffic/log-format/traffic-line.ts'
import { TopLists } from '../../lib/traffic/top-lists.ts'
import { TRAFFIC_KEYS } from '../../lib/traffic/traffic-key.ts'

/** Bytes that are read at once. */
const PIECE = 262_144

/** After all lines of a log and of its months before. */
const NOW = Date.UTC(2040, 0) / 1000

/** Seconds of a month; a log is shorter. */
const MONTH = 30 * 86_400

/** Reads lines as if they were so many seconds younger. */
class LaterParser extends LineParser {
  later = 0

  override read(start: number): number {
    const next = super.read(start)
    this.line.time += this.later
    return next
  }
}

function main(format: string, times: number, log: string, keys: readonly string[]): void {
  const plan = compileFormat(format)
  if (isFormatFault(plan)) throw new Error(plan.fault)
  const parser = new LaterParser(plan)
  const fold = new IntervalFold({ interval: 10, outOfOrder: 10 })
  const lists = TRAFFIC_KEYS.filter((key) => keys.includes(key)).map((key) => ({ key, by: 'requests' as const }))
  const tops = new TopLists(lists, { slots: 1024, seed: [1, 2] })
  let [intervals, requests, bytes] = [0, 0, 0]
  const sink = {
    counted: (line: TrafficLine): void => tops.count(line),
    closed: (interval: ClosedInterval): void => {
      intervals += 1
      requests += interval.requests
      bytes += interval.bytes
    },
  }
  for (; parser.later < times * MONTH; parser.later += MONTH)
    for (const lines of wholeLines(log)) fold.take(lines, parser, { now: NOW, vhost: 'www.example.com' }, sink)
  fold.advance(NOW, sink)
  const most = tops.certain(5).map(({ key, entries }) => [key, entries.map((entry) => entry.key.toString('latin1'))])
  const peak = process.resourceUsage().maxRSS
  process.stdout.write(`${JSON.stringify({ intervals, requests, bytes, most, peak })}\n`)
}

function* wholeLines(path: string): Generator<Buffer> {
  const file = openSync(path, 'r')
  const buffer = Buffer.alloc(PIECE)
  for (let kept = 0; ;) {
    const read = readSync(file, buffer, kept, PIECE - kept, null)
    if (read === 0) break
    const end = buffer.lastIndexOf(0x0a, kept + read - 1) + 1
    yield buffer.subarray(0, end)
    buffer.copyWithin(0, end, kept + read)
    kept += read - end
  }
  closeSync(file)
}

const [format = '', times = '', log = '', ...keys] = process.argv.slice(2)
main(format, Number(times), log, keys)
