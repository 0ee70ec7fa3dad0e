import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundledProgram } from '../bundled-program.ts'
import type { Measure, Row } from '../measure.ts'
import { timed } from '../timed.ts'

const [SECTIONS, ALL, GREP] = ['sections', 'sections, pages, addresses', 'grep -c']

/** The cost of counting requests. */
export const traffic: Measure = {
  name: 'traffic',
  what: `a generated access log, 100 requests a second: intervals of 10 s with totals of the virtual host, and the most frequent keys, without what an empty log took in the same run; LC_ALL=C ${GREP} of one status on the same file`,
  columns: ['CPU s/GiB'],
  targets: [
    { subject: SECTIONS, column: 'CPU s/GiB', bound: 'at most', value: 1.5 },
    { subject: ALL, column: 'CPU s/GiB', bound: 'at most', value: 2 },
    { subject: SECTIONS, column: 'CPU s/GiB', of: GREP, bound: 'at most', ratio: 2.5 },
  ],
  run: async ({ trafficFile }) => {
    const folder = mkdtempSync(join(tmpdir(), 'spoor-bench-'))
    try {
      const { path: log, bytes } = trafficFile()
      const gibibytes = bytes / 1024 ** 3
      const none = join(folder, 'none')
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
