import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trafficLines } from '../../support/traffic-log.ts'
import { bundledProgram } from '../bundled-program.ts'
import type { Measure, Row } from '../measure.ts'
import { timed } from '../timed.ts'

const [SECTIONS, ALL, GREP] = ['sections', 'sections, pages, addresses', 'grep -c']

/** The share of a GiB that the log has at full size: 256 MiB. */
const SHARE = 1 / 4

/** Bytes of a line of such a log, on average. */
const LINE = 193

/** The cost of counting requests. */
export const traffic: Measure = {
  name: 'traffic',
  what: `a generated access log of 256 MiB, 100 requests a second: intervals of 10 s with totals of the virtual host, and the most frequent keys, without what an empty log took in the same run; LC_ALL=C ${GREP} of one status on the same file`,
  columns: ['CPU s/GiB'],
  targets: [
    { subject: SECTIONS, column: 'CPU s/GiB', bound: 'at most', value: 1.5 },
    { subject: ALL, column: 'CPU s/GiB', bound: 'at most', value: 2 },
    { subject: SECTIONS, column: 'CPU s/GiB', of: GREP, bound: 'at most', ratio: 2.5 },
  ],
  run: async ({ scale }) => {
    const folder = mkdtempSync(join(tmpdir(), 'spoor-bench-'))
    try {
      const [log, none] = [join(folder, 'log'), join(folder, 'none')]
      const gibibytes = writeTraffic(log, Math.ceil((scale * SHARE * 1024 ** 3) / LINE)) / 1024 ** 3
      writeFileSync(none, '')
      const program = await bundledProgram('test/bench/traffic-counts.ts', folder)
      const ofKeys = async (subject: string, keys: readonly string[]): Promise<Row> => {
        const [start, whole] = [await timed(...program, none, ...keys), await timed(...program, log, ...keys)]
        return { subject, values: [(whole.cpu - start.cpu) / gibibytes] }
      }
      const rows = [await ofKeys(SECTIONS, ['section']), await ofKeys(ALL, ['section', 'page', 'ip'])]
      const grep = await timed('grep', '-c', '" 503 ', log)
      return [...rows, { subject: GREP, values: [grep.cpu / gibibytes] }]
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

/** Returns how many bytes there are. */
function writeTraffic(path: string, lines: number): number {
  const file = openSync(path, 'w')
  let [block, bytes] = ['', 0]
  const flush = (): void => {
    bytes += writeSync(file, block, null, 'latin1')
    block = ''
  }
  for (const line of trafficLines(lines)) {
    block += `${line}\n`
    if (block.length > 1024 ** 2) flush()
  }
  flush()
  closeSync(file)
  return bytes
}
