import { agentCommand } from '../../support/agent-process.ts'
import type { Measure, Row } from '../measure.ts'
import { readNothing } from '../reading.ts'
import { timed } from '../timed.ts'

/** The cost of a start. */
export const start: Measure = {
  name: 'start',
  what: 'from the start of the program to its end, and of the collector until it has said that it follows three empty logs',
  columns: ['CPU ms', 'wall ms'],
  targets: [
    { subject: '--version', column: 'CPU ms', of: 'Node alone', bound: 'at most', ratio: 2.3 },
    { subject: 'collector', column: 'CPU ms', of: 'Node alone', bound: 'at most', ratio: 4.2 },
  ],
  run: async () => [
    await ofProgram('--version', ...agentCommand(), '--version'),
    await ofCollector(),
    await ofProgram('Node alone', process.execPath, '-e', ''),
  ],
}

async function ofProgram(subject: string, ...command: readonly string[]): Promise<Row> {
  const { cpu, wall } = await timed(...command)
  return { subject, values: [cpu * 1000, wall * 1000] }
}

async function ofCollector(): Promise<Row> {
  const { cpu, wall } = await readNothing()
  return { subject: 'collector', values: [cpu * 1000, wall * 1000] }
}
