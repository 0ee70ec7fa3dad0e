// Counts the requests of a log in the format combined, by intervals, virtual hosts and keys: traffic-counts LOG KEY…
import { openSync, readSync } from 'node:fs'
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

function main(log: string, keys: readonly string[]): void {
  const plan = compileFormat('combined')
  if (isFormatFault(plan)) throw new Error(plan.fault)
  const parser = new LineParser(plan)
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
  const now = Date.now() / 1000
  for (const lines of wholeLines(log)) fold.take(lines, parser, { now, vhost: 'www.example.com' }, sink)
  fold.advance(now, sink)
  const sections = tops
    .certain(5)
    .map(({ key, entries }) => [key, entries.map((entry) => entry.key.toString('latin1'))])
  process.stdout.write(`${JSON.stringify({ intervals, requests, bytes, sections })}\n`)
}

function* wholeLines(path: string): Generator<Buffer> {
  const file = openSync(path, 'r')
  const buffer = Buffer.alloc(PIECE)
  for (let kept = 0; ;) {
    const read = readSync(file, buffer, kept, PIECE - kept, null)
    if (read === 0) return
    const end = buffer.lastIndexOf(0x0a, kept + read - 1) + 1
    yield buffer.subarray(0, end)
    buffer.copyWithin(0, end, kept + read)
    kept += read - end
  }
}

main(process.argv[2] ?? '', process.argv.slice(3))
