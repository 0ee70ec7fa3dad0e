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
export const CHANGES = ['write', 'pwrite64', 'fsync', 'fdatasync', 'link', 'linkat', 'rename', 'renameat2', 'unlink']

/** Stands for the name of the report that is sealed. */
const NAME = 'NAME.json'

/** Every file and folder in the spool that the agent touches to seal a report and move it on; '.' is the spool. */
const FILES = [
  '.',
  'checkpoints.json',
  'checkpoints.json.tmp',
  'checkpoints.previous.json',
  'sealing.tmp',
  ...['sealed', ...REPORT_FOLDERS].flatMap((folder) => [folder, join(folder, NAME)]),
  ...['.reason', '.reason.tmp'].map((ending) => join('transmission_failed', NAME + ending)),
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
 * Kills the agent before each of these calls in turn, while a report is sealed that gets to its end, the folder `end`.
 */
export async function killEach(stage: Stage, end: Sealed['folder'], calls: readonly string[]): Promise<void> {
  const invariants = new Invariants(stage)
  await restart(stage)
  const { record } = await sealOne(stage, end, calls.join())
  for (const { call, file, number } of callsIn(record, stage.spool)) {
    const { died } = await sealOne(stage, end, call, { file, number })
    if (!died) throw new Error(`${call} was called less than ${number} times on ${file}`)
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

/** The call before which the agent dies: the `number`th of its thread on `file`. */
interface Deadly {
  readonly file: string
  readonly number: number
}

/**
 * Writes lines, the last one half; they become one report that gets to its end, and the agent stops, or is killed on
 * the way.
 */
async function sealOne(
  stage: Stage,
  end: Sealed['folder'],
  calls: string,
  deadly?: Deadly,
): Promise<{ readonly record: string; readonly died: boolean }> {
  const name = reportName(sealedIn(stage.spool).length + 1)
  // With a single thread for files their calls come in one order.
  await stage.start({ env: { UV_THREADPOOL_SIZE: '1' } })
  await stage.hear(new RegExp(`source_found: .*${RegExp.escape(stage.log)}`))
  const endTrace = await stage.trace({ calls, ...tracingOf(stage, name, deadly) })
  const lines = stage.next(3)
  const half = lines.length - 40
  appendFileSync(stage.log, lines.slice(0, half))
  await stage.orDeath(untilNames(join(stage.spool, end), (names) => names.includes(name)))
  const died = await stage.stopOrDie()
  appendFileSync(stage.log, lines.slice(half))
  return { record: (await endTrace()).replaceAll(name, NAME), died }
}

function tracingOf(stage: Stage, name: string, deadly: Deadly | undefined): Omit<Tracing, 'calls'> {
  const pathOf = (file: string) => join(stage.spool, file.replace(NAME, name))
  if (deadly === undefined) return { paths: FILES.map(pathOf) }
  return { paths: [pathOf(deadly.file)], effect: `signal=KILL:when=${deadly.number}` }
}

/** Each call of a record in order, with its file and its number among the calls of its thread on that file. */
function callsIn(record: string, spool: string): (Deadly & { readonly call: string })[] {
  const numbers = new Map<string, number>()
  // For a call on two files strace knows the first one alone.
  const pattern = new RegExp(`^\\[pid +(\\d+)\\] (\\w+)\\(.*?["<]${RegExp.escape(spool)}/?([^">]*)[">]`, 'gm')
  return [...record.matchAll(pattern)].map(([, thread = '', call = '', file = '']) => {
    const key = `${thread} ${call} ${file}`
    const number = (numbers.get(key) ?? 0) + 1
    numbers.set(key, number)
    return { call, file: file === '' ? '.' : file, number }
  })
}
