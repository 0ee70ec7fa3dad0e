import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { untilNames } from '../../support/test-host.ts'
import { CHANGES, killBeforeEachCall, REPORT } from '../each-call.ts'
import type { Scenario } from '../scenario.ts'
import { REPORT_FOLDERS, type Sealed } from '../sealed.ts'
import type { Stage } from '../stage.ts'

/** Every file and folder in the spool that the agent touches to seal a report and move it on; '.' is the spool. */
const FILES = [
  '.',
  'checkpoints.json',
  'checkpoints.json.tmp',
  'checkpoints.previous.json',
  'sealing.tmp',
  ...['sealed', ...REPORT_FOLDERS].flatMap((folder) => [folder, join(folder, REPORT)]),
  ...['.reason', '.reason.tmp'].map((ending) => join('transmission_failed', REPORT + ending)),
]

/** Kills the agent before each system call that seals a report, saves its position or moves the report on. */
export const kills: readonly Scenario[] = [
  {
    name: 'kill_each_call',
    what: 'Killed before each call on the spool in turn, while a report is sealed and its position saved; then started again.',
    needs: ['traces'],
    run: (stage) => killEach(stage, 'parsed', [...CHANGES, 'openat', 'close']),
  },
  {
    name: 'kill_each_call_sent',
    what: 'The same before each call that changes something, with an API that accepts; no event comes to it under two keys.',
    needs: ['traces'],
    transmits: true,
    run: (stage) => killEach(stage, 'transmitted', CHANGES),
  },
  {
    name: 'kill_each_call_refused',
    what: 'The same with an API that refuses each report for good.',
    needs: ['traces'],
    transmits: true,
    run: (stage) => {
      if (stage.api !== undefined) stage.api.otherwise = { status: 422 }
      return killEach(stage, 'transmission_failed', CHANGES)
    },
  },
]

/**
 * Kills the agent before each of these calls in turn. Each time lines are written, the last one half; they become one
 * report that gets to its end, the folder `end`.
 */
export async function killEach(stage: Stage, end: Sealed['folder'], calls: readonly string[]): Promise<void> {
  let rest = ''
  await killBeforeEachCall(stage, {
    files: FILES,
    calls,
    go: (report) => {
      const lines = stage.next(3)
      rest = lines.slice(-40)
      appendFileSync(stage.log, lines.slice(0, -40))
      return untilNames(join(stage.spool, end), (names) => names.includes(report))
    },
    after: () => appendFileSync(stage.log, rest),
    complete: async () => {
      await stage.writeAndRead(1)
      if (stage.api !== undefined) await untilNames(join(stage.spool, 'parsed'), (names) => names.length === 0)
    },
  })
}
