import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { untilNames } from '../../support/test-host.ts'
import { Invariants } from '../invariants.ts'
import type { Scenario } from '../scenario.ts'
import { REPORT_FOLDERS, type Sealed, sealedIn } from '../sealed.ts'
import type { Stage } from '../stage.ts'
import type { Tracing } from '../strace.ts'

/** Calls that change something on disk. */
const CHANGES = ['write', 'pwrite64', 'fsync', 'fdatasync', 'rename', 'renameat2', 'unlink']

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

/** `end` is the folder in which each report ends. */
async function killEach(stage: Stage, end: Sealed['folder'], calls: readonly string[]): Promise<void> {
  const invariants = new Invariants(stage)
  await restart(stage)
  const { record } = await sealOne(stage, end, { calls: calls.join() })
  for (const [call, number] of callsIn(record)) {
    const { died } = await sealOne(stage, end, { calls: call, effect: `signal=KILL:when=${number}` })
    if (!died) throw new Error(`${call} was called less than ${number} times`)
    invariants.check()
    await restart(stage)
    invariants.check()
  }
  await stage.start()
}

/** Unfinished work is completed. */
async function restart(stage: Stage): Promise<void> {
  await stage.start()
  await stage.writeAndRead(1)
  if (stage.api !== undefined) await untilNames(join(stage.spool, 'parsed'), (names) => names.length === 0)
  await stage.stop()
}

/**
 * Writes lines, the last one half; they become one report that gets to its end, and the agent stops, or is killed on
 * the way.
 */
async function sealOne(
  stage: Stage,
  end: Sealed['folder'],
  tracing: Tracing,
): Promise<{ readonly record: string; readonly died: boolean }> {
  const name = reportName(sealedIn(stage.spool).length + 1)
  // With a single thread for files their calls come in one order, and strace counts them by thread.
  await stage.start({ env: { UV_THREADPOOL_SIZE: '1' } })
  await stage.hear(/source_found: login/)
  const endTrace = await stage.trace({ ...tracing, paths: pathsFor(stage, name) })
  const lines = stage.ledger.next(3)
  const half = lines.length - 40
  appendFileSync(stage.log, lines.slice(0, half))
  await stage.orDeath(untilNames(join(stage.spool, end), (names) => names.includes(name)))
  const died = await stage.stopOrDie()
  appendFileSync(stage.log, lines.slice(half))
  return { record: await endTrace(), died }
}

/** Every path in the spool that the agent touches to seal this report and move it on. */
function pathsFor({ spool }: Stage, name: string): string[] {
  const state = ['checkpoints.json', 'checkpoints.json.tmp', 'checkpoints.previous.json', 'sealing.tmp']
  const reason = join('transmission_failed', `${name}.reason`)
  const inFolders = REPORT_FOLDERS.flatMap((folder) => [folder, join(folder, name)])
  return ['', ...state, ...inFolders, reason, `${reason}.tmp`].map((path) => join(spool, path))
}

/** Each call of a record, with its number among calls of its kind, in order. */
function callsIn(record: string): [call: string, number: number][] {
  const numbers = new Map<string, number>()
  return [...record.matchAll(/^\[pid +\d+\] (\w+)\(/gm)].map(([, call = '']) => {
    const number = (numbers.get(call) ?? 0) + 1
    numbers.set(call, number)
    return [call, number]
  })
}
