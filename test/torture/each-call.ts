import { join } from 'node:path'
import { reportName } from '../../agent/spool/reports/report-name.ts'
import { Invariants } from './invariants.ts'
import { sealedIn } from './sealed.ts'
import type { Stage } from './stage.ts'

/** Calls that change something on disk. */
export const CHANGES = ['write', 'pwrite64', 'fsync', 'fdatasync', 'link', 'linkat', 'rename', 'renameat2', 'unlink']

/** Stands for the name of the report that is sealed. */
export const REPORT = 'REPORT.json'

/** One report's way through the spool, during which the agent is killed before each of its calls in turn. */
export interface Way {
  /** Every file and folder in the spool that the agent touches on it; '.' is the spool. */
  readonly files: readonly string[]
  /** What further names in `files` stand for, the next time. */
  readonly names?: () => Readonly<Record<string, string>>
  readonly calls: readonly string[]
  /** Brings about one report of that name, and resolves when it has got to its end; never if the agent dies. */
  readonly go: (report: string) => Promise<void>
  /** What remains to be done when the agent has ended. */
  readonly after?: () => void
  /** Completes, with a running agent, what is unfinished. */
  readonly complete: () => Promise<void>
}

/** Kills the agent before each call of a way, starts it again, and checks each time what must always hold. */
export async function killBeforeEachCall(stage: Stage, way: Way): Promise<void> {
  const invariants = new Invariants(stage)
  await restart(stage, way)
  const { record } = await goOnce(stage, way)
  for (const deadly of callsIn(record, stage.spool)) {
    const { died } = await goOnce(stage, way, deadly)
    if (!died) throw new Error(`${deadly.call} was called less than ${deadly.number} times on ${deadly.file}`)
    invariants.check()
    await restart(stage, way)
    invariants.check()
  }
  await stage.start()
}

async function restart(stage: Stage, { complete }: Way): Promise<void> {
  await stage.start()
  await complete()
  await stage.stop()
}

/** The call before which the agent dies: the `number`th of its thread on `file`. */
interface Deadly {
  readonly call: string
  readonly file: string
  readonly number: number
}

/** Goes the way once, and stops the agent, or has it killed on the way. */
async function goOnce(
  stage: Stage,
  { files, calls, names, go, after }: Way,
  deadly?: Deadly,
): Promise<{ readonly record: string; readonly died: boolean }> {
  const report = reportName(sealedIn(stage.spool).length + 1)
  const meant = Object.entries({ [REPORT]: report, ...names?.() })
  const pathOf = (file: string): string =>
    join(
      stage.spool,
      meant.reduce((path, [word, name]) => path.replace(word, name), file),
    )
  // With a single thread for files their calls come in one order.
  await stage.start({ env: { UV_THREADPOOL_SIZE: '1' } })
  await stage.hear(new RegExp(`source_found: .*${RegExp.escape(stage.log)}`))
  const endTrace = await stage.trace(
    deadly === undefined
      ? { calls: calls.join(), paths: files.map(pathOf) }
      : { calls: deadly.call, paths: [pathOf(deadly.file)], effect: `signal=KILL:when=${deadly.number}` },
  )
  await stage.orDeath(go(report))
  const died = await stage.stopOrDie()
  after?.()
  const record = meant.reduce((text, [word, name]) => text.replaceAll(name, word), await endTrace())
  return { record, died }
}

/** Each call of a record in order, with its file and its number among the calls of its thread on that file. */
function callsIn(record: string, spool: string): Deadly[] {
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
