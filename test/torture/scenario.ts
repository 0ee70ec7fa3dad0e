import { startFakeApi } from '../support/fake-api.ts'
import { createTestHost } from '../support/test-host.ts'
import type { Count } from './ledger.ts'
import type { Need } from './needs.ts'
import { Stage } from './stage.ts'

/** What happens to a log and to the agent that follows it. */
export interface Scenario {
  readonly name: string
  /** The same in one sentence. */
  readonly what: string
  /** Whether it takes so long that it runs only with `--all`, or by name. */
  readonly slow?: true
  /** What it needs of the machine. */
  readonly needs?: readonly Need[]
  /** Whether the reports are sent as well. */
  readonly transmits?: true
  /** Whether events may come again, under the same ids. */
  readonly mayRepeat?: true
  /** Runs it; the agent may still be running at the end. */
  readonly run: (stage: Stage) => Promise<void>
}

/** How a scenario ended. */
export interface Outcome extends Count {
  readonly clean: boolean
  readonly seconds: number
  /** What else went wrong, in one sentence. */
  readonly problem?: string
  /** The journal of its agents. */
  readonly said: string
}

/** Nobody listens there, and nothing is sent: the reports stay in the spool, where they are counted. */
const NO_API = 'http://127.0.0.1:9'

/** Runs one scenario in a folder of its own. */
export async function runScenario({ run, mayRepeat, transmits }: Scenario): Promise<Outcome> {
  const began = performance.now()
  const api = transmits === true ? await startFakeApi() : undefined
  const stage = new Stage(await createTestHost({ api: api?.url ?? NO_API, start: 'beginning' }), api)
  try {
    const problem = await play(run, stage)
    const count = stage.ledger.count()
    const { lost, doubled, doubledAnew, damaged } = count
    const faults = lost + damaged + (mayRepeat === true ? doubledAnew : doubled)
    const clean = faults === 0 && problem === undefined
    const seconds = (performance.now() - began) / 1000
    return { ...count, clean, seconds, said: stage.said, ...(problem === undefined ? {} : { problem }) }
  } finally {
    await stage.close()
    await api?.close()
  }
}

/** Every scenario ends with a line, a restart and another line, which show that nothing is read again. */
async function play(run: Scenario['run'], stage: Stage): Promise<string | undefined> {
  try {
    await run(stage)
    await stage.writeAndRead(1)
    await stage.stop()
    await stage.start()
    await stage.writeAndRead(1)
    await stage.stop()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
