import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { agentCommand } from '../../support/agent-process.ts'
import { logcheckRules } from '../../support/grep.ts'
import { syslogText } from '../../support/syslog-text.ts'
import { bundledProgram } from '../bundled-program.ts'
import type { Measure, Row } from '../measure.ts'
import { writeRuleSets } from '../rule-sets.ts'
import { timed } from '../timed.ts'

const [FEW, MANY, LEARN] = ['500 rules', '1,500 rules', 'learn']

/** Lines that are made at once, and written again and again; and those of the part that grep reads. */
const PIECE = 20_000

/** The share of a GiB that the log has at full size: 100 MB. */
const SHARE = 100 / 1024

/** How fast lines are found that no rule knows. */
export const unusual: Measure = {
  name: 'unusual',
  what: 'a generated syslog of 100 MB and 20 kinds of lines, two in three known by rules of logcheck, without what an empty log took in the same run; grep on 20,000 lines of it; learn without rules',
  columns: ['lines/CPU s', 'anonymous MiB'],
  targets: [
    { subject: FEW, column: 'lines/CPU s', bound: 'at least', value: 150_000 },
    { subject: FEW, column: 'anonymous MiB', bound: 'at most', value: 40 },
    { subject: MANY, column: 'lines/CPU s', of: FEW, bound: 'at least', ratio: 1 / 3 },
    { subject: LEARN, column: 'lines/CPU s', bound: 'at least', value: 200_000 },
  ],
  run: async ({ scale }) => {
    if (logcheckRules().missing !== false) return []
    const folder = mkdtempSync(join(tmpdir(), 'spoor-bench-'))
    try {
      const piece = syslogText(PIECE)
      const pieces = Math.max(1, Math.round((scale * SHARE * 1024 ** 3) / Buffer.byteLength(piece)))
      const logs = { all: join(folder, 'all'), part: join(folder, 'part'), none: join(folder, 'none') }
      for (const [path, count] of [
        [logs.all, pieces],
        [logs.part, 1],
        [logs.none, 0],
      ] as const)
        write(path, piece, count)
      const [few = '', many = ''] = await writeRuleSets(folder, syslogText(500), [500, 1500])
      const program = await bundledProgram('test/bench/known-lines.ts', folder)
      const ofRules = async (subject: string, rules: string): Promise<Row> => {
        const [start, whole] = [await timed(...program, logs.none, rules), await timed(...program, logs.all, rules)]
        const { lines, anonymous } = JSON.parse(whole.stdout)
        return { subject, values: [lines / (whole.cpu - start.cpu), anonymous] }
      }
      return [
        await ofRules(FEW, few),
        await ofRules(MANY, many),
        await ofLearning(logs, pieces * PIECE),
        await ofGrep(few, logs.part),
      ]
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

function write(path: string, piece: string, count: number): void {
  const file = openSync(path, 'w')
  for (let written = 0; written < count; written += 1) writeSync(file, piece)
  closeSync(file)
}

async function ofLearning(logs: { readonly all: string; readonly none: string }, lines: number): Promise<Row> {
  const learn = [...agentCommand(), 'learn']
  const [start, whole] = [await timed(...learn, logs.none), await timed(...learn, logs.all)]
  return { subject: LEARN, values: [lines / (whole.cpu - start.cpu), undefined] }
}

async function ofGrep(rules: string, log: string): Promise<Row> {
  const { cpu } = await timed('grep', '-aEvcf', rules, log)
  return { subject: 'LC_ALL=C grep -Evcf, 500 rules', values: [PIECE / cpu, undefined] }
}
